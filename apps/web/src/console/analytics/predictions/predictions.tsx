import { useCallback } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { Page } from '../../shared/page.tsx';
import { Forecast } from './forecast.tsx';
import { ModelPanel } from './model.tsx';
import { RecalculateButton, Running } from './recalculation.tsx';
import { Runs } from './runs.tsx';

/** What is foretold of the customers together, the models behind it and how good they are, and their making. */
export default function Predictions() {
  const text = useText();
  const { ago } = useFormat();
  const models = useRead(endpoints.predictions.models, {});
  const latest = useRead(endpoints.predictions.recalculations, { limit: 1 });
  const forecast = useRead(endpoints.analytics.forecast, {});
  const [run] = latest.data?.recalculations ?? [];
  const isRunning = run?.state === 'RUNNING';
  const [reloadModels, reloadLatest, reloadForecast] = [models.refetch, latest.refetch, forecast.refetch];
  const reload = useCallback(() => {
    reloadModels();
    reloadLatest();
    reloadForecast();
  }, [reloadModels, reloadLatest, reloadForecast]);
  const made = models.data?.models[0]?.fittedAt;
  return (
    <Page
      title={text('console.predictions.title')}
      lead={made ? text('console.predictions.made', { ago: ago(made) }) : text('console.predictions.lead')}
      actions={<RecalculateButton busy={isRunning} />}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {isRunning ? <Running key={run.id} first={run} onEnded={reload} /> : null}
        <Forecast {...forecast} purchases={models.data?.models.find(({ kind }) => kind === 'purchases')} />
        {models.data ? null : <Pending error={models.error} retry={models.refetch} rows={6} />}
        {models.data?.models.length === 0 ? (
          <EmptyState icon="chart" title={text('console.predictions.no_models')}>
            {text('console.predictions.no_models_text')}
          </EmptyState>
        ) : null}
        {models.data && models.data.models.length > 0 ? (
          <div className="columns-[24rem] gap-4">
            {models.data.models.map((model) => (
              <ModelPanel key={model.kind} model={model} />
            ))}
          </div>
        ) : null}
        <Runs state={run?.state} />
      </div>
    </Page>
  );
}

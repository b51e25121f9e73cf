import type { PredictionModelReply } from '@wafa/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { Mark } from '../../shared/mark.tsx';
import { useStore } from '../../shared/store.ts';
import { AsTable, Panel } from '../parts/panel.tsx';
import { useFindings } from './findings.ts';
import { binsOf, calibrationOf } from './fit-report.ts';
import { ModelHistory } from './history.tsx';

/** One model: what it does, how well it did where it could be tested, or why there is none. */
export function ModelPanel({ model }: { model: PredictionModelReply }) {
  const text = useText();
  const { number, date } = useFormat();
  const [showsHistory, setShowsHistory] = useState(false);
  const { currency } = useStore();
  const findings = useFindings(currency)(model);
  const { kind, name, reason } = model;
  const title = text(`console.predictions.kind_${kind}`);
  return (
    <Panel
      className="mb-4 break-inside-avoid"
      title={title}
      lead={text(`console.predictions.about_${kind}`)}
      actions={
        <Button
          size="small"
          onClick={() => setShowsHistory(true)}
          aria-label={`${text('console.predictions.history')}: ${title}`}
        >
          {text('console.predictions.history')}
        </Button>
      }
    >
      <div className="grid gap-3 px-4 pb-4">
        <p className="flex flex-wrap items-center gap-2 text-soft">
          {name === null ? (
            <Mark look="warn">{text('console.predictions.too_little')}</Mark>
          ) : (
            <Mark look="now">
              <bdi>{text(`console.predictions.name_${name}`)}</bdi>
            </Mark>
          )}
          <span>
            {text('console.predictions.made_of', { count: model.customers, day: date(model.untilDay) })}
          </span>
        </p>
        {reason ? (
          <p className={name === null ? 'font-semibold' : 'text-soft'}>
            {text(`prediction.reason.${reason.code}`)}
          </p>
        ) : null}
        {findings.length > 0 ? (
          <ul className="grid gap-2">
            {findings.map(({ words, isWarning }) => (
              <li key={words} className={isWarning ? 'text-warning' : ''}>
                {words}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      <Tested model={model} number={number} />
      {showsHistory ? (
        <ModelHistory kind={kind} title={title} onClose={() => setShowsHistory(false)} />
      ) : null}
    </Panel>
  );
}

/** What was foretold beside what came, of the models that are tested so. */
function Tested({ model, number }: { model: PredictionModelReply; number: (value: number) => string }) {
  const text = useText();
  const { percent } = useFormat();
  if (model.name === null) return null;
  if (model.kind === 'churn') {
    const rows = calibrationOf(model.report);
    if (rows.length === 0) return null;
    return (
      <AsTable
        title={text('console.predictions.calibration')}
        heads={['said', 'seen', 'customers'].map((name) => text(`console.predictions.tested_${name}`))}
        rows={rows.map(({ said, seen, customers }, index) => ({
          key: String(index),
          cells: [percent(said), percent(seen), number(customers)],
        }))}
      />
    );
  }
  const rows = model.kind === 'purchases' ? binsOf(model.report) : [];
  if (rows.length === 0) return null;
  return (
    <AsTable
      title={text('console.predictions.bins')}
      heads={['repeats', 'customers', 'predicted', 'actual'].map((name) =>
        text(`console.predictions.tested_${name}`),
      )}
      rows={rows.map(({ repeats, customers, meanPredicted, meanActual }) => ({
        key: repeats,
        cells: [
          repeats.endsWith('+')
            ? text('console.predictions.or_more', { number: number(Number.parseInt(repeats, 10)) })
            : number(Number(repeats)),
          number(customers),
          number(meanPredicted),
          number(meanActual),
        ],
      }))}
    />
  );
}

import { type CohortTable, cohortBasis, cohortInterval } from '@wafa/contract';
import { Segmented } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { DayField } from '../../shared/day-field.tsx';
import { Page } from '../../shared/page.tsx';
import { Freshness } from '../parts/freshness.tsx';
import { Save } from '../parts/save.tsx';
import { type Measure, measures, Triangle } from './triangle.tsx';

/** Who came at the same time, and how many of them still order; or what they spend. */
export default function Cohorts() {
  const text = useText();
  const { values, change } = useAddress();
  const input = {
    interval: cohortInterval.safeParse(values.interval).data ?? 'month',
    by: cohortBasis.safeParse(values.by).data ?? 'joined',
    startDate: values.from || undefined,
    endDate: values.to || undefined,
  } as const;
  const measure = measures.find((name) => name === values.measure) ?? 'retention';
  const { data, error, refetch } = useRead(endpoints.analytics.cohorts, input);
  const choice = <T extends string>(name: string, value: T, options: readonly T[]) => (
    <Segmented
      aria-label={text(`console.analytics.cohort_${name}`)}
      value={value}
      options={options.map((option) => ({
        value: option,
        label: text(`console.analytics.cohort_${option}`),
      }))}
      onChange={(next) => change({ [name]: next })}
    />
  );
  return (
    <Page
      title={text('console.analytics.cohorts')}
      lead={data && !error ? <Freshness freshness={data.freshness} /> : null}
      actions={<Save endpoint={endpoints.analytics.cohortsCsv} input={input} name="cohorts.csv" />}
    >
      <div className="flex flex-wrap items-center gap-3 pb-4">
        {choice<Measure>('measure', measure, measures)}
        {choice('interval', input.interval, cohortInterval.options)}
        {choice('by', input.by, cohortBasis.options)}
        <DayField
          label={text('console.analytics.from')}
          value={values.from ?? data?.startDate ?? ''}
          onChange={(day) => change({ from: day })}
        />
        <DayField
          label={text('console.analytics.to')}
          value={values.to ?? data?.endDate ?? ''}
          onChange={(day) => change({ to: day })}
        />
      </div>
      {data && !error ? (
        <Shown table={data} measure={measure} />
      ) : (
        <Pending error={error} retry={refetch} rows={8} />
      )}
    </Page>
  );
}

function Shown({ table, measure }: { table: CohortTable; measure: Measure }) {
  const text = useText();
  if (table.cohorts.length > 0) return <Triangle table={table} measure={measure} />;
  return (
    <EmptyState icon="layers" title={text('console.analytics.cohorts_empty')}>
      {text('console.analytics.cohorts_empty_text')}
    </EmptyState>
  );
}

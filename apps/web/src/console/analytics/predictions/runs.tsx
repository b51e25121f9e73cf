import type { Recalculation } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useEffect } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { Mark } from '../../shared/mark.tsx';
import { usePaging } from '../../shared/paging.ts';
import { useStaffNames } from '../../shared/staff-names.ts';

/** When the predictions were made, by whom, and of how many customers; read again when `state` changes. */
export function Runs({ state }: { state: Recalculation['state'] | undefined }) {
  const text = useText();
  const { page, limit, onPage } = usePaging(10);
  const read = useRead(endpoints.predictions.recalculations, { page, limit });
  const { data, refetch } = read;
  const columns = useColumns();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end of a run is what the list is read again for.
  useEffect(() => {
    if (data) refetch();
  }, [state]);
  if (data?.total === 0) return null;
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3 pt-2">
      <h2 className="text-20 font-semibold">{text('console.predictions.runs')}</h2>
      <DataTable
        label={text('console.predictions.runs')}
        read={read}
        rows={({ recalculations }) => recalculations}
        columns={columns}
        rowKey={({ id }) => id}
        onPage={onPage}
        empty={
          <EmptyState icon="clock" title={text('console.predictions.no_models')}>
            {text('console.predictions.no_models_text')}
          </EmptyState>
        }
      />
    </section>
  );
}

function useColumns(): TableColumnsType<Recalculation> {
  const text = useText();
  const { date, number } = useFormat();
  const names = useStaffNames();
  const count = (title: string, value: (run: Recalculation) => number) => ({
    title: text(title),
    align: 'end' as const,
    render: (_: unknown, run: Recalculation) => number(value(run)),
  });
  return [
    {
      title: text('console.predictions.when'),
      render: (_, { startedAt, startedBy }) => (
        <span className="grid">
          <span>{date(startedAt, 'stamp')}</span>
          <bdi className="text-12 text-soft">
            {names.get(startedBy) ?? text('console.predictions.by_itself')}
          </bdi>
        </span>
      ),
    },
    {
      title: text('console.status'),
      render: (_, { state, stage }) => (
        <Mark look={state === 'DONE' ? 'good' : 'now'}>{text(`console.predictions.stage_${stage}`)}</Mark>
      ),
    },
    {
      title: text('console.predictions.took'),
      align: 'end',
      render: (_, { startedAt, endedAt }) =>
        endedAt === null
          ? '–'
          : text('console.predictions.seconds', {
              count: Math.max(1, Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000)),
            }),
    },
    count('console.analytics.customers', ({ customers }) => customers),
    count('console.predictions.buyers', ({ buyers }) => buyers),
    count('console.predictions.scored', ({ scored }) => scored),
    count('console.predictions.recommended', ({ recommended }) => recommended),
  ];
}

import type { contract, OutputOf, Program } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { usePaging } from '../../shared/paging.ts';
import { type Changed, useVersionColumns, withChanges } from '../../shared/versions.tsx';
import { changedFields } from './changed.ts';

type Version = OutputOf<typeof contract.loyalty.programVersions>['versions'][number];
type Row = Changed<Version>;

/** What a programme said at which time, and what each version changed. */
export function Versions({ programme }: { programme: Program }) {
  const text = useText();
  const { page, limit, onPage } = usePaging();
  const read = useRead(endpoints.loyalty.programVersions, {
    programId: programme.id,
    page,
    limit,
  });
  return (
    <DataTable
      label={text('console.loyalty.tab_versions')}
      read={read}
      rows={({ versions }) =>
        withChanges(versions, (before, after) => changedFields(before.settings, after.settings))
      }
      columns={useColumns()}
      rowKey={({ version }) => String(version)}
      onPage={onPage}
      empty={
        <EmptyState icon="layers" title={text('console.loyalty.tab_versions')}>
          {text('console.loyalty.versions_empty')}
        </EmptyState>
      }
    />
  );
}

function useColumns(): TableColumnsType<Row> {
  const text = useText();
  const { date } = useFormat();
  const columns = useVersionColumns<Version>({
    by: ({ changedBy }) => changedBy,
    word: (field) => text(`console.loyalty.field_${field}`),
  });
  return [
    columns.version,
    {
      title: text('console.loyalty.valid_from'),
      render: (_, { validFrom }) => `${date(validFrom, 'date')} · ${date(validFrom, 'time')}`,
    },
    columns.by,
    columns.changes,
  ];
}

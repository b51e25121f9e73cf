import type { contract, OutputOf, Segment } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { usePaging } from '../../shared/paging.ts';
import { type Changed, useVersionColumns, withChanges } from '../../shared/versions.tsx';

type Version = OutputOf<typeof contract.segments.versions>['versions'][number];
type Row = Changed<Version>;

const compared = ['name', 'description', 'customerText', 'benefits', 'isVisible', 'rules'] as const;

function changesOf(before: Version, after: Version): string[] {
  return compared.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** What a segment said at which time, and what each version changed. */
export function Versions({ segment }: { segment: Segment }) {
  const text = useText();
  const { page, limit, onPage } = usePaging();
  const read = useRead(endpoints.segments.versions, {
    key: segment.key,
    page,
    limit,
  });
  return (
    <DataTable
      label={text('console.segments.tab_versions')}
      read={read}
      rows={({ versions }) => withChanges(versions, changesOf)}
      columns={useColumns()}
      rowKey={({ version }) => String(version)}
      onPage={onPage}
      empty={
        <EmptyState icon="layers" title={text('console.segments.no_versions')}>
          {text('console.segments.no_versions_text')}
        </EmptyState>
      }
    />
  );
}

function useColumns(): TableColumnsType<Row> {
  const text = useText();
  const { date } = useFormat();
  const columns = useVersionColumns<Version>({
    by: ({ by }) => by,
    word: (name) => text(`console.segments.changed_${name}`),
  });
  return [
    columns.version,
    { title: text('console.segments.at'), render: (_, { at }) => date(at, 'stamp') },
    columns.by,
    columns.changes,
  ];
}

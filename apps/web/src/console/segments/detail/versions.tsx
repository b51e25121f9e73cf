import type { contract, OutputOf, Segment } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { usePaging } from '../../customers/parts/paging.ts';
import { DataTable } from '../../shared/data-table.tsx';
import { useStaffNames } from '../../shared/staff-names.ts';

type Version = OutputOf<typeof contract.segments.versions>['versions'][number];
interface Row extends Version {
  /** What differs from the version before; null where that one is on the next page. */
  changed: string[] | null;
}

const compared = ['name', 'description', 'customerText', 'benefits', 'isVisible', 'rules'] as const;

/** What a segment said at which time, and what each version changed. */
export function Versions({ segment }: { segment: Segment }) {
  const text = useText();
  const { page, limit, onPage } = usePaging();
  const { data, error, isFetching, refetch } = useRead(endpoints.segments.versions, {
    key: segment.key,
    page,
    limit,
  });
  const rows = data?.versions.map((version, at): Row => {
    const before = data.versions[at + 1];
    const differs = (name: (typeof compared)[number]) =>
      JSON.stringify(version[name]) !== JSON.stringify(before?.[name]);
    return { ...version, changed: before ? compared.filter(differs) : null };
  });
  return (
    <DataTable<Row>
      label={text('console.segments.tab_versions')}
      columns={useColumns()}
      list={data && rows && { ...data, rows }}
      error={error}
      busy={isFetching}
      refetch={refetch}
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
  const { language, date, number } = useFormat();
  const names = useStaffNames();
  const list = new Intl.ListFormat(language);
  return [
    { title: text('console.loyalty.version'), render: (_, { version }) => number(version) },
    { title: text('console.segments.at'), render: (_, { at }) => date(at, 'stamp') },
    {
      title: text('console.loyalty.changed_by'),
      render: (_, { by }) => <bdi>{names.get(by) ?? text('console.loyalty.by_someone')}</bdi>,
    },
    {
      title: text('console.loyalty.what_changed'),
      render: (_, { version, changed }) =>
        version === 1
          ? text('console.loyalty.created')
          : changed === null
            ? '–'
            : list.format(changed.map((field) => text(`console.segments.changed_${field}`))),
    },
  ];
}

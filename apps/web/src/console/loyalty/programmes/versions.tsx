import type { contract, OutputOf, Program } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { useStaffNames } from '../../shared/staff-names.ts';
import { changedFields } from './changed.ts';

type Version = OutputOf<typeof contract.loyalty.programVersions>['versions'][number];
interface Row extends Version {
  /** What differs from the version before; null where that one is on the next page. */
  changed: string[] | null;
}

/** What a programme said at which time, and what each version changed. */
export function Versions({ programme }: { programme: Program }) {
  const text = useText();
  const [{ page, limit }, setPage] = useState({ page: 1, limit: 20 });
  const { data, error, isFetching, refetch } = useRead(endpoints.loyalty.programVersions, {
    programId: programme.id,
    page,
    limit,
  });
  const rows = data?.versions.map((version, at): Row => {
    const before = data.versions[at + 1];
    return { ...version, changed: before ? changedFields(before.settings, version.settings) : null };
  });
  return (
    <DataTable<Row>
      label={text('console.loyalty.tab_versions')}
      columns={useColumns()}
      list={data && rows && { ...data, rows }}
      error={error}
      busy={isFetching}
      refetch={refetch}
      rowKey={({ version }) => String(version)}
      onPage={(page, limit) => setPage({ page, limit })}
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
  const { language, date, number } = useFormat();
  const names = useStaffNames();
  const list = new Intl.ListFormat(language);
  return [
    { title: text('console.loyalty.version'), render: (_, { version }) => number(version) },
    {
      title: text('console.loyalty.valid_from'),
      render: (_, { validFrom }) => `${date(validFrom, 'date')} · ${date(validFrom, 'time')}`,
    },
    {
      title: text('console.loyalty.changed_by'),
      render: (_, { changedBy }) =>
        changedBy === null ? (
          text('console.loyalty.by_system')
        ) : (
          <bdi>{names.get(changedBy) ?? text('console.loyalty.by_someone')}</bdi>
        ),
    },
    {
      title: text('console.loyalty.what_changed'),
      render: (_, { version, changed }) =>
        version === 1
          ? text('console.loyalty.created')
          : changed === null
            ? '–'
            : list.format(changed.map((field) => text(`console.loyalty.field_${field}`))),
    },
  ];
}

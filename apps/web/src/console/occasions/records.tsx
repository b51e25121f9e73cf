import { type ListedOccasionRecord, occasionKind, occasionOutcome } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { EmptyState } from '../../shared/ui/states.tsx';
import { useAddress } from '../shared/address.ts';
import { DataTable } from '../shared/data-table.tsx';
import { DayField } from '../shared/day-field.tsx';
import { ExportButton } from '../shared/export-button.tsx';
import { ChoiceFilter } from '../shared/filters.tsx';
import { Mark } from '../shared/mark.tsx';
import { BothDays, GiftWords, KindFilter, Person } from './parts.tsx';

/** What was claimed and what was let pass, newest first. */
export function Records() {
  const text = useText();
  const { values, change, page, limit, onPage } = useAddress();
  const filter = {
    kind: occasionKind.safeParse(values.kind).data,
    status: occasionOutcome.safeParse(values.status).data,
    from: values.from || undefined,
    to: values.to || undefined,
  };
  const read = useRead(endpoints.occasions.records, {
    ...filter,
    page,
    limit,
  });
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 pb-4">
        <ChoiceFilter
          className="!w-44"
          label={text('console.status')}
          value={filter.status}
          choices={occasionOutcome.options.map((value) => ({
            value,
            label: text(`console.occasions.status_${value}`),
          }))}
          onChange={(status) => change({ status })}
        />
        <KindFilter value={filter.kind} onChange={(kind) => change({ kind })} />
        <DayField
          label={text('console.occasions.from')}
          value={values.from ?? ''}
          onChange={(from) => change({ from })}
        />
        <DayField
          label={text('console.occasions.before')}
          value={values.to ?? ''}
          onChange={(to) => change({ to })}
        />
        <span className="ms-auto">
          <ExportButton
            endpoint={endpoints.occasions.exportRecords}
            input={filter}
            name="special-date-gifts.csv"
          />
        </span>
      </div>
      <DataTable
        label={text('console.occasions.tab_records')}
        read={read}
        rows={({ records }) => records}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onPage={onPage}
        empty={
          <EmptyState icon="gift" title={text('console.occasions.records_empty')}>
            {text('console.occasions.records_empty_text')}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(): TableColumnsType<ListedOccasionRecord> {
  const text = useText();
  const { language, date } = useFormat();
  return [
    { title: text('console.occasions.day'), render: (_, { on }) => <BothDays on={on} /> },
    { title: text('console.occasions.customer'), render: (_, record) => <Person {...record} /> },
    { title: text('console.occasions.occasion'), render: (_, { name }) => <bdi>{name[language]}</bdi> },
    { title: text('console.occasions.gift'), render: (_, { gift }) => <GiftWords gift={gift} /> },
    {
      title: text('console.status'),
      render: (_, { status }) => (
        <Mark look={status === 'claimed' ? 'good' : 'quiet'}>
          {text(`console.occasions.status_${status}`)}
        </Mark>
      ),
    },
    { title: text('console.occasions.at'), render: (_, { at }) => date(at, 'stamp') },
  ];
}

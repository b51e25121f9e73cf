import { type OccasionState, occasionKind, type UpcomingOccasion } from '@wafa/contract';
import { Select, type TableColumnsType } from 'antd';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { EmptyState } from '../../shared/ui/states.tsx';
import { useAddress } from '../shared/address.ts';
import { DataTable } from '../shared/data-table.tsx';
import { ExportButton } from '../shared/export-button.tsx';
import { Mark } from '../shared/mark.tsx';
import { BothDays, GiftWords, KindFilter, Person } from './parts.tsx';

const spans = [7, 30, 90, 365] as const;

/** Everybody's special dates of the next days, soonest first. */
export function Upcoming() {
  const text = useText();
  const { values, change, page, limit, onPage } = useAddress();
  const filter = {
    days: spans.find((days) => String(days) === values.days) ?? 30,
    kind: occasionKind.safeParse(values.kind).data,
  };
  const read = useRead(endpoints.occasions.upcoming, {
    ...filter,
    page,
    limit,
  });
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 pb-4">
        <Select
          className="!w-52"
          aria-label={text('console.occasions.span')}
          value={filter.days}
          options={spans.map((value) => ({
            value,
            label: text('console.occasions.next_days', { days: value }),
          }))}
          onChange={(days) => change({ days: days === 30 ? null : days })}
        />
        <KindFilter value={filter.kind} onChange={(kind) => change({ kind })} />
        <span className="ms-auto">
          <ExportButton
            endpoint={endpoints.occasions.exportUpcoming}
            input={filter}
            name="special-dates.csv"
          />
        </span>
      </div>
      <DataTable
        label={text('console.occasions.tab_upcoming')}
        read={read}
        rows={({ upcoming }) => upcoming}
        columns={useColumns()}
        rowKey={({ customerId, occasion }) => `${customerId} ${occasion}`}
        onPage={onPage}
        empty={
          <EmptyState icon="calendar" title={text('console.occasions.upcoming_empty')}>
            {text('console.occasions.upcoming_empty_text')}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(): TableColumnsType<UpcomingOccasion> {
  const text = useText();
  const { language, number } = useFormat();
  return [
    { title: text('console.occasions.day'), render: (_, { next }) => <BothDays on={next.on} /> },
    {
      title: text('console.occasions.in_days'),
      align: 'end',
      render: (_, { next }) =>
        next.daysLeft === 0 ? text('console.occasions.today') : number(next.daysLeft),
    },
    { title: text('console.occasions.customer'), render: (_, date) => <Person {...date} /> },
    { title: text('console.occasions.occasion'), render: (_, { name }) => <bdi>{name[language]}</bdi> },
    {
      title: text('console.occasions.years'),
      align: 'end',
      render: (_, { next }) => (next.count === null ? '–' : number(next.count)),
    },
    { title: text('console.occasions.gift'), render: (_, { gift }) => <GiftWords gift={gift} /> },
    { title: text('console.status'), render: (_, { state }) => <State state={state} /> },
  ];
}

const looks: Partial<Record<OccasionState, 'good' | 'now'>> = { open: 'now', claimed: 'good' };

function State({ state }: { state: OccasionState }) {
  const text = useText();
  return <Mark look={looks[state] ?? 'quiet'}>{text(`console.occasions.state_${state}`)}</Mark>;
}

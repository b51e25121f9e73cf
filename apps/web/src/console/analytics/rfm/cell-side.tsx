import type { RfmCustomer, RfmGrid } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { PersonLink } from '../../customers/parts/person.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { usePaging } from '../../shared/paging.ts';
import { Side } from '../../shared/side.tsx';
import { useAmounts } from '../parts/amounts.ts';
import { amountBand, recencyBand, type Score } from './bands.ts';
import { useBandWords } from './words.ts';

interface CellSideProps {
  cell: RfmGrid['cells'][number];
  cuts: RfmGrid['cuts'];
  currency: string;
  onClose: () => void;
}

/** The customers of one cell, those with most spend first. */
export function CellSide({ cell, cuts, currency, onClose }: CellSideProps) {
  const text = useText();
  const { number } = useFormat();
  const { exact } = useAmounts(currency);
  const words = useBandWords(currency);
  const { recency, frequency } = cell;
  const { page, limit, onPage } = usePaging();
  const read = useRead(endpoints.analytics.rfmCustomers, {
    recency,
    frequency,
    page,
    limit,
  });
  const facts = [
    [text('console.analytics.rfm_recency'), words.days(recencyBand(cuts.recencyDays, recency as Score))],
    [text('console.analytics.rfm_frequency'), words.orders(amountBand(cuts.orders, frequency as Score))],
    [text('console.analytics.customers'), number(cell.customers)],
    [text('console.analytics.revenue'), exact(cell.revenue)],
    [
      text('console.analytics.rfm_mean_money'),
      cell.averageMonetary === null ? '–' : number(cell.averageMonetary),
    ],
  ];
  return (
    <Side
      size={640}
      title={text('console.analytics.rfm_side', { recency: number(recency), frequency: number(frequency) })}
      onClose={onClose}
    >
      <dl className="facts pb-4">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <DataTable
        label={text('console.analytics.customers')}
        read={read}
        rows={({ customers }) => customers}
        columns={useColumns(exact)}
        rowKey={({ customerId }) => customerId}
        onPage={onPage}
        empty={
          <EmptyState icon="user" title={text('console.analytics.cell_empty')}>
            {text('console.analytics.cell_empty_text')}
          </EmptyState>
        }
      />
    </Side>
  );
}

function useColumns(exact: (minor: number) => string): TableColumnsType<RfmCustomer> {
  const text = useText();
  const { date, number } = useFormat();
  return [
    {
      title: text('console.analytics.customer'),
      render: (_, customer) => <PersonLink customer={{ ...customer, id: customer.customerId }} />,
    },
    {
      title: text('console.analytics.last_order'),
      render: (_, { lastOrderAt }) => date(lastOrderAt),
    },
    {
      title: text('console.analytics.orders'),
      align: 'end',
      render: (_, { orders }) => number(orders),
    },
    {
      title: text('console.analytics.spent'),
      align: 'end',
      render: (_, { spent }) => <b className="font-semibold">{exact(spent)}</b>,
    },
  ];
}

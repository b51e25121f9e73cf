import type { Customer } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { Mark } from '../../shared/mark.tsx';
import { Ltr, PersonLink } from '../parts/person.tsx';
import { StatusTag } from '../parts/status.tsx';
import { useTiers } from '../parts/tiers.ts';
import type { ListColumn, Narrowing } from './filter.ts';

/** Columns that the API can order by, under its own names. */
const sortKeys = {
  firstName: 'name',
  phone: 'email',
  totalSpent: 'totalSpent',
  lastVisitAt: 'lastVisitAt',
  createdAt: 'createdAt',
} as const;

/** What each column is called, in the table and where columns are chosen. */
export const columnTitles: Readonly<Record<ListColumn, string>> = {
  phone: 'customers.contact',
  tier: 'loyalty.tier',
  tags: 'customers.tags',
  segment: 'customers.segment',
  loyaltyPoints: 'customers.points',
  totalSpent: 'customers.spent',
  totalOrders: 'customers.orders',
  lastVisitAt: 'customers.last_visit',
  createdAt: 'customers.since',
  status: 'console.status',
};

/** The table's columns: the name, then those that are shown, with the order of the list on its column. */
export function useCustomerColumns(
  shown: readonly ListColumn[],
  { sortBy, sortOrder }: Narrowing,
): TableColumnsType<Customer> {
  const text = useText();
  const cells = useCells();
  const order = sortOrder === 'asc' ? ('ascend' as const) : ('descend' as const);
  const sorting = (column: keyof typeof sortKeys) => ({
    key: sortKeys[column],
    sorter: true,
    sortOrder: sortBy === sortKeys[column] ? order : null,
  });
  const ends: readonly ListColumn[] = ['loyaltyPoints', 'totalSpent', 'totalOrders'];
  return [
    {
      title: text('customers.name'),
      ...sorting('firstName'),
      render: (_, customer) => <PersonLink customer={customer} />,
    },
    ...shown.map((column) => ({
      title: text(columnTitles[column]),
      align: ends.includes(column) ? ('end' as const) : ('start' as const),
      ...(column in sortKeys ? sorting(column as keyof typeof sortKeys) : { key: column }),
      render: (_: unknown, customer: Customer) => cells[column](customer),
    })),
  ];
}

function useCells(): Readonly<Record<ListColumn, (customer: Customer) => ReactNode>> {
  const text = useText();
  const { date, money, number, points, ago } = useFormat();
  const { nameOfTier } = useTiers();
  return {
    phone: ({ phone, email }) => (
      <div className="grid justify-items-start">
        {phone ? <Ltr>{phone}</Ltr> : null}
        {email ? (
          <span className="text-12 text-soft">
            <Ltr>{email}</Ltr>
          </span>
        ) : null}
      </div>
    ),
    tier: ({ tier }) => (tier ? nameOfTier(tier) : '–'),
    tags: ({ tags }) => <TagList tags={tags} />,
    segment: ({ segment }) => (segment ? <bdi>{segment}</bdi> : '–'),
    loyaltyPoints: ({ loyaltyPoints }) => points(loyaltyPoints),
    totalSpent: ({ totalSpent, currency }) => (
      <bdi className="font-semibold">{money(totalSpent, currency)}</bdi>
    ),
    totalOrders: ({ totalOrders }) => number(totalOrders),
    lastVisitAt: ({ lastVisitAt }) =>
      lastVisitAt ? (
        <time dateTime={lastVisitAt} title={date(lastVisitAt, 'moment')}>
          {ago(lastVisitAt)}
        </time>
      ) : (
        text('customers.no_visit')
      ),
    createdAt: ({ createdAt }) => date(createdAt),
    status: ({ status }) => <StatusTag status={status} />,
  };
}

const mostTags = 3;

/** A few tags, and how many there are besides. */
function TagList({ tags }: { tags: readonly string[] }) {
  const { number } = useFormat();
  return (
    <div className="flex flex-wrap gap-1">
      {tags.slice(0, mostTags).map((tag) => (
        <Mark key={tag}>
          <bdi>{tag}</bdi>
        </Mark>
      ))}
      {tags.length > mostTags ? (
        <span className="text-12 text-soft" title={tags.slice(mostTags).join(', ')}>
          {number(tags.length - mostTags)}+
        </span>
      ) : null}
    </div>
  );
}

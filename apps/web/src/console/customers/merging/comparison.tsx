import type { Customer } from '@wafa/contract';
import type { ReactNode } from 'react';
import { useFormat, useLanguage, useText } from '../../../shared/hooks.ts';
import { nameOf, otherNameOf } from '../parts/names.ts';
import { CardNumber, Ltr } from '../parts/person.tsx';
import { useTiers } from '../parts/tiers.ts';

type Pair = readonly [Customer, Customer];

/** Two customers side by side, row by row; what differs stands out by its weight. */
export function Comparison({ pair, survivorId }: { pair: Pair; survivorId?: string }) {
  const text = useText();
  const language = useLanguage();
  const rows = useRows();
  return (
    <table className="w-full table-fixed border-collapse">
      <caption className="sr">{text('merging.compare')}</caption>
      <thead>
        <tr className="text-start align-top">
          <td className="w-[26%] py-2" />
          {pair.map((customer) => (
            <th key={customer.id} scope="col" className="py-2 ps-3 text-start font-normal">
              <b className="block text-16 font-semibold">
                <bdi>{nameOf(language, customer)}</bdi>
              </b>
              {survivorId ? (
                <span className={customer.id === survivorId ? 'text-success' : 'text-soft'}>
                  {text(customer.id === survivorId ? 'merging.keep' : 'merging.goes')}
                </span>
              ) : null}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, same, show }) => {
          const [first, second] = pair;
          const equal = same(first) === same(second);
          if (equal && same(first) === '') return null;
          return (
            <tr key={label} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 text-start font-normal text-soft">
                {label}
              </th>
              {pair.map((customer) => (
                <td
                  key={customer.id}
                  className={`py-1.5 ps-3 break-words ${equal ? 'text-soft' : 'font-medium'}`}
                >
                  {same(customer) === '' ? '–' : show(customer)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface Row {
  label: string;
  /** By which two are told to be equal; empty where there is nothing. */
  same: (customer: Customer) => string;
  show: (customer: Customer) => ReactNode;
}

function useRows(): Row[] {
  const text = useText();
  const language = useLanguage();
  const { date, money, number, points } = useFormat();
  const { nameOfTier } = useTiers();
  const row = (label: string, same: Row['same'], show: Row['show'] = same): Row => ({
    label: text(label),
    same,
    show,
  });
  return [
    row(
      'merging.name_script',
      (one) => otherNameOf(language, one) ?? '',
      (one) => <bdi>{otherNameOf(language, one)}</bdi>,
    ),
    row(
      'merging.card',
      (one) => one.cardNumber,
      (one) => <CardNumber number={one.cardNumber} />,
    ),
    row(
      'account.phone',
      (one) => one.phone ?? '',
      (one) => <Ltr>{one.phone ?? ''}</Ltr>,
    ),
    row(
      'account.email',
      (one) => one.email ?? '',
      (one) => <Ltr>{one.email ?? ''}</Ltr>,
    ),
    row(
      'merging.birthday',
      (one) => one.birthday ?? '',
      (one) => one.birthday && date(one.birthday),
    ),
    row(
      'customers.points',
      (one) => String(one.loyaltyPoints),
      (one) => points(one.loyaltyPoints),
    ),
    row(
      'loyalty.tier',
      (one) => one.tier ?? '',
      (one) => one.tier && nameOfTier(one.tier),
    ),
    row(
      'customers.spent',
      (one) => String(one.totalSpent),
      (one) => <bdi>{money(one.totalSpent, one.currency)}</bdi>,
    ),
    row(
      'customers.orders',
      (one) => String(one.totalOrders),
      (one) => number(one.totalOrders),
    ),
    row('customers.since', (one) => date(one.createdAt)),
    row('customers.last_visit', (one) => (one.lastVisitAt ? date(one.lastVisitAt) : '')),
    row('customers.tags', (one) => [...one.tags].sort().join(' · ')),
  ];
}

import type { AnalyticsOverview } from '@wafa/contract';
import { useFormat, useText } from '../../../shared/hooks.ts';
import type { Figure } from '../../shared/figures.tsx';
import { useAmounts } from '../parts/amounts.ts';
import { Change, Figures } from '../parts/figures.tsx';

/** The figures of the range, each beside what it was in as many days before. */
export function OverviewFigures({ overview }: { overview: AnalyticsOverview }) {
  const text = useText();
  const { number, percent, points } = useFormat();
  const { round } = useAmounts(overview.currency);
  const { figures: now, before: comparison, liability } = overview;
  const before = comparison?.figures;
  const shareOf = (value: number | null) => (value === null ? '–' : percent(value, { decimals: 1 }));
  const figures: Figure[] = [
    {
      label: text('console.analytics.net'),
      value: round(now.net),
      note: <Change now={now.net} before={before?.net} />,
    },
    {
      label: text('console.analytics.orders'),
      value: number(now.orders),
      note: <Change now={now.orders} before={before?.orders} />,
    },
    {
      label: text('console.analytics.average_order'),
      value: now.averageOrderValue === null ? '–' : round(now.averageOrderValue),
      note: <Change now={now.averageOrderValue ?? 0} before={before && (before.averageOrderValue ?? 0)} />,
    },
    {
      label: text('console.analytics.refunded'),
      value: round(now.refunded),
      note: <Change now={now.refunded} before={before?.refunded} isBurden />,
    },
    {
      label: text('console.analytics.active'),
      value: number(now.activeCustomers),
      note: (
        <>
          <Change now={now.activeCustomers} before={before?.activeCustomers} />
          <span className="block">
            {text('console.analytics.active_note', {
              first: number(now.firstTimeCustomers),
              returning: number(now.returningCustomers),
            })}
          </span>
        </>
      ),
    },
    {
      label: text('console.analytics.new_customers'),
      value: number(now.newCustomers),
      note: <Change now={now.newCustomers} before={before?.newCustomers} />,
    },
    {
      label: text('console.analytics.issued'),
      value: points(now.pointsIssued),
      note: <Change now={now.pointsIssued} before={before?.pointsIssued} />,
    },
    {
      label: text('console.analytics.redemption_rate'),
      value: shareOf(now.redemptionRate),
      note:
        before &&
        (before.redemptionRate === null
          ? text('console.analytics.nothing_before')
          : text('console.analytics.rate_before', { rate: shareOf(before.redemptionRate) })),
    },
    {
      label: text('console.analytics.liability'),
      value: liability.worth === null ? points(liability.outstanding) : round(liability.worth),
      note:
        liability.worth === null
          ? text('console.analytics.no_price')
          : text('points.count', { count: liability.outstanding }),
    },
  ];
  return <Figures label={text('console.analytics.figures')} figures={figures} />;
}

import type { CustomerAnalytics } from '@wafa/contract';
import { analytics as words } from '@wafa/i18n/features';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useLanguage, useText } from '../../../shared/hooks.ts';
import { addTexts } from '../../../shared/texts.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { useAmounts } from '../parts/amounts.ts';
import { Figures } from '../parts/figures.tsx';
import { Categories, Engagement, Months, Patterns } from './charts.tsx';
import { Prediction } from './prediction.tsx';
import { Recommendations } from './recommendations.tsx';

// Names of parts, patterns and sizes that the customer's own page has too.
addTexts({ analytics: words });

/** What a customer bought, will probably do, and may like. */
export default function Insight({ customerId }: { customerId: string }) {
  const text = useText();
  const { data, error, refetch } = useRead(endpoints.analytics.customer, { customerId });
  if (!data) return <Pending error={error} retry={refetch} rows={6} />;
  if (data.totals.orders === 0) {
    return (
      <>
        <EmptyState icon="chart" title={text('console.insight.empty')}>
          {text('console.insight.empty_text')}
        </EmptyState>
        <Recommendations customerId={customerId} />
      </>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Sentences insights={data.insights} />
      <Totals analytics={data} />
      <Prediction customerId={customerId} />
      <Months analytics={data} />
      <div className="columns-[20rem] gap-4">
        <Categories analytics={data} />
        <Patterns analytics={data} />
        <Engagement analytics={data} />
      </div>
      <Recommendations customerId={customerId} />
    </div>
  );
}

function Sentences({ insights }: { insights: CustomerAnalytics['insights'] }) {
  const language = useLanguage();
  if (insights.length === 0) return null;
  return (
    <ul className="max-w-[76ch]">
      {insights.map(({ key, text }, at) => (
        <li key={key} className={at === 0 ? 'text-16 font-semibold' : 'text-soft'}>
          <bdi>{text[language]}</bdi>
        </li>
      ))}
    </ul>
  );
}

function Totals({ analytics: { totals, lifetimeValue, currency } }: { analytics: CustomerAnalytics }) {
  const text = useText();
  const { date, number } = useFormat();
  const { exact, round } = useAmounts(currency);
  const { medianGapDays, averageOrderValue, firstOrderAt, lastOrderAt } = totals;
  return (
    <Figures
      label={text('console.insight.totals')}
      figures={[
        {
          label: text('console.insight.spent'),
          value: round(totals.spent),
          note:
            totals.refunded > 0 ? text('console.insight.refunded', { amount: exact(totals.refunded) }) : null,
        },
        {
          label: text('console.analytics.orders'),
          value: number(totals.orders),
          note:
            averageOrderValue === null
              ? null
              : text('console.insight.average', { amount: exact(averageOrderValue) }),
        },
        {
          label: text('console.insight.lifetime'),
          value: lifetimeValue.total === null ? '–' : round(lifetimeValue.total),
          note: text('console.insight.lifetime_note'),
        },
        {
          label: text('console.insight.last_order'),
          value: lastOrderAt ? date(lastOrderAt, 'short') : '–',
          note:
            medianGapDays === null
              ? firstOrderAt && text('console.insight.first_order', { day: date(firstOrderAt) })
              : text('console.insight.gap', { count: Math.round(medianGapDays) }),
        },
      ]}
    />
  );
}

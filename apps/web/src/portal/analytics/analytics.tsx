import type { CustomerAnalytics } from '@wafa/contract';
import { analytics as words } from '@wafa/i18n/features';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { addTexts } from '../../shared/texts.ts';
import { PageHeading } from '../../shared/ui/page-heading.tsx';
import { EmptyState, Pending } from '../../shared/ui/states.tsx';
import { Title } from '../../shared/ui/title.tsx';
import { Bars } from './bars.tsx';
import { Chart } from './chart.tsx';
import { EngagementScore } from './engagement.tsx';
import { Months } from './months.tsx';
import { PatternsOfBuying } from './patterns.tsx';

addTexts({ analytics: words });

/** What the customer bought: insights in words, months, engagement, categories, patterns, and what is ahead. */
export default function Analytics() {
  const text = useText();
  const { data, error, refetch } = useRead(endpoints.analytics.customer, { customerId: 'me' });
  return (
    <>
      <Title page={text('analytics.title')} />
      <PageHeading>{text('analytics.title')}</PageHeading>
      {data ? (
        data.totals.orders > 0 ? (
          <Figures analytics={data} />
        ) : (
          <EmptyState icon="chart" title={text('analytics.empty')}>
            {text('analytics.empty_text')}
          </EmptyState>
        )
      ) : (
        <Pending error={error} retry={refetch}>
          <div className="grid gap-5 pt-2">
            <div className="skeleton h-12" />
            <div className="skeleton h-72 rounded-panel" />
            <div className="skeleton h-72 rounded-panel" />
          </div>
        </Pending>
      )}
    </>
  );
}

function Figures({ analytics }: { analytics: CustomerAnalytics }) {
  return (
    <>
      <Insights insights={analytics.insights} />
      <Totals analytics={analytics} />
      <div className="grid gap-5 pt-5 desk:grid-cols-12">
        <Months analytics={analytics} />
        <EngagementScore engagement={analytics.engagement} />
        <Categories analytics={analytics} />
        <PatternsOfBuying analytics={analytics} />
        <Ahead analytics={analytics} />
      </div>
    </>
  );
}

/** The first sentence large, as the one thing to take away. */
function Insights({ insights }: { insights: CustomerAnalytics['insights'] }) {
  const text = useText();
  const { language } = useFormat();
  const [first, ...others] = insights;
  if (!first) return null;
  return (
    <section aria-label={text('analytics.insights')} className="max-w-[80ch] pb-5">
      <p className="text-20 font-semibold desk:text-24">
        <bdi>{first.text[language]}</bdi>
      </p>
      {others.map((insight) => (
        <p key={insight.key} className="pt-1 text-16 text-soft">
          <bdi>{insight.text[language]}</bdi>
        </p>
      ))}
    </section>
  );
}

/** Labelled figures in a line, as many as are known. */
function Facts({ facts }: { facts: readonly { label: string; value: string | null }[] }) {
  return facts
    .filter(({ value }) => value !== null)
    .map(({ label, value }) => (
      <div key={label} className="min-w-0 py-3">
        <dt className="text-soft">{label}</dt>
        <dd className="text-20 font-semibold">
          <bdi>{value}</bdi>
        </dd>
      </div>
    ));
}

function Totals({ analytics: { totals, currency } }: { analytics: CustomerAnalytics }) {
  const text = useText();
  const { date, money, number } = useFormat();
  const gap = totals.medianGapDays;
  return (
    <dl className="grid grid-cols-2 gap-x-4 border-y border-line desk:grid-flow-col desk:grid-cols-none desk:auto-cols-fr">
      <Facts
        facts={[
          { label: text('analytics.spent'), value: money(totals.spent, currency) },
          { label: text('analytics.orders'), value: number(totals.orders) },
          {
            label: text('analytics.average_order'),
            value: totals.averageOrderValue === null ? null : money(totals.averageOrderValue, currency),
          },
          {
            label: text('analytics.usual_gap'),
            value: gap === null ? null : text('analytics.gap_days', { count: Math.round(gap) }),
          },
          {
            label: text('analytics.last_order'),
            value: totals.lastOrderAt && date(totals.lastOrderAt, 'day'),
          },
          {
            label: text('analytics.refunded'),
            value: totals.refunded > 0 ? money(totals.refunded, currency) : null,
          },
        ]}
      />
    </dl>
  );
}

function Categories({ analytics: { categories, currency } }: { analytics: CustomerAnalytics }) {
  const text = useText();
  const { money, number, percent } = useFormat();
  const named = categories.map((category) => ({
    ...category,
    name: category.category ?? text('analytics.no_category'),
  }));
  return (
    <Chart
      className="desk:col-span-5"
      title={text('analytics.categories')}
      lead={text('analytics.categories_text')}
      chart="categories"
      table={{
        heads: [
          text('analytics.categories'),
          text('analytics.column.orders'),
          text('analytics.column.spent'),
        ],
        rows: named.map(({ name, orders, spent }) => [name, number(orders), money(spent, currency)]),
      }}
    >
      <Bars
        label={text('analytics.categories')}
        bars={named.map(({ name, spent, share }) => ({
          key: name,
          name,
          value: spent,
          words:
            share === null
              ? money(spent, currency, { whole: true })
              : `${money(spent, currency, { whole: true })} · ${percent(share, { decimals: share < 0.01 ? 1 : 0 })}`,
        }))}
      />
    </Chart>
  );
}

/** What the rhythm of purchases lets expect, beside what was spent so far; nothing before it is known. */
function Ahead({ analytics }: { analytics: CustomerAnalytics }) {
  const text = useText();
  const { date, money, number } = useFormat();
  const { lifetimeValue, nextOrderAt, expectedOrders, currency } = analytics;
  if (lifetimeValue.predicted === null && nextOrderAt === null && expectedOrders === null) return null;
  return (
    <section aria-labelledby="ahead" className="panel p-5 desk:col-span-12">
      <h2 id="ahead" className="text-16 font-semibold">
        {text('analytics.ahead')}
      </h2>
      <dl className="grid desk:auto-cols-fr desk:grid-flow-col">
        <Facts
          facts={[
            {
              label: text('analytics.so_far'),
              value: money(lifetimeValue.soFar, currency, { whole: true }),
            },
            {
              label: text('analytics.predicted'),
              value:
                lifetimeValue.predicted === null
                  ? null
                  : money(lifetimeValue.predicted, currency, { whole: true }),
            },
            { label: text('analytics.next_order'), value: nextOrderAt && date(nextOrderAt, 'day') },
            {
              label: text('analytics.expected_orders'),
              value: expectedOrders === null ? null : number(Math.round(expectedOrders)),
            },
          ]}
        />
      </dl>
      <p className="text-12 text-soft">{text('analytics.ahead_text')}</p>
    </section>
  );
}

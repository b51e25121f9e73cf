import type { Offer, OfferReport } from '@wafa/contract';
import { Table, type TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { ColumnChart } from '../../shared/column-chart.tsx';
import { FourFigures } from '../../shared/figures.tsx';
import { useKeyboardScroll } from '../../shared/keyboard-scroll.ts';
import { Legend } from '../../shared/legend.tsx';
import { stepsOf } from './interval.ts';
import { Lift } from './lift.tsx';

/** What the offer cost and brought: figures, the days, and the difference to those who were kept from it. */
export function Report({ offer }: { offer: Offer }) {
  const { data, error, refetch } = useRead(endpoints.offers.report, { offerId: offer.id });
  if (!data) return <Pending error={error} retry={refetch} rows={6} />;
  return (
    <div className="grid gap-4">
      <Figures report={data} />
      <Lift report={data} holdoutPercent={offer.holdoutPercent} />
      <Days report={data} />
    </div>
  );
}

function Figures({ report }: { report: OfferReport }) {
  const text = useText();
  const { money, number, points } = useFormat();
  const amount = (minor: number) => money(minor, report.currency);
  const figures = [
    {
      label: text('console.offers.redemptions'),
      value: number(report.redemptions),
      note: text('console.offers.by_customers', { count: report.customers }),
    },
    {
      label: text('console.offers.revenue'),
      value: amount(report.revenue),
      note: text('console.offers.revenue_note'),
    },
    {
      label: text('console.offers.discount'),
      value: amount(report.discount),
      note: text('console.offers.discount_note'),
    },
    {
      label: text('console.offers.bonus_points'),
      value: points(report.bonusPoints),
      note: text('console.offers.claims_note', {
        claims: number(report.claims),
        lapsed: number(report.lapsed),
      }),
    },
  ];
  return <FourFigures figures={figures} />;
}

type Day = OfferReport['daily'][number];

/** As many columns as can be told apart. */
const mostSteps = 31;

function Days({ report }: { report: OfferReport }) {
  const text = useText();
  const { date, money, number } = useFormat();
  const box = useKeyboardScroll<HTMLElement>();
  const { currency, daily } = report;
  const amount = (title: string, name: 'revenue' | 'discount') => ({
    title,
    align: 'end' as const,
    render: (_: unknown, day: Day) => <bdi>{money(day[name], currency)}</bdi>,
  });
  const columns: TableColumnsType<Day> = [
    { title: text('console.segments.day'), render: (_, { day }) => date(day) },
    {
      title: text('console.offers.redemptions'),
      align: 'end',
      render: (_, { redemptions }) => number(redemptions),
    },
    amount(text('console.offers.revenue'), 'revenue'),
    amount(text('console.offers.discount'), 'discount'),
  ];
  const series = [{ key: 'redemptions', name: text('console.offers.redemptions'), look: 'filled' as const }];
  return (
    <section ref={box} className="panel overflow-hidden" aria-label={text('console.offers.by_day')}>
      <header className="p-4 pb-2">
        <h2 className="text-16 font-semibold">{text('console.offers.by_day')}</h2>
      </header>
      {daily.length === 0 ? (
        <p className="px-4 pb-4 text-soft">{text('console.offers.nobody_took_text')}</p>
      ) : (
        <>
          <div className="px-4">
            <Legend series={series} />
          </div>
          <div className="px-4 pb-4">
            <ColumnChart
              label={text('console.offers.by_day')}
              series={series}
              steps={stepsOf(daily, mostSteps).map(({ day, redemptions }) => ({
                label: date(day, 'short'),
                values: { redemptions },
              }))}
            />
          </div>
          <Table<Day>
            size="small"
            columns={columns}
            dataSource={daily.toReversed()}
            rowKey={({ day }) => day}
            pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false, className: '!px-4' }}
            scroll={{ x: 'max-content' }}
          />
        </>
      )}
    </section>
  );
}

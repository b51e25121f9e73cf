import type { ReferralOverview } from '@wafa/contract';
import { Select, Table, type TableColumnsType } from 'antd';
import { type ReactNode, useState } from 'react';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { EmptyState, Pending } from '../../shared/ui/states.tsx';
import { useAddress } from '../shared/address.ts';
import { ColumnChart } from '../shared/column-chart.tsx';
import { useKeyboardScroll } from '../shared/keyboard-scroll.ts';
import { Legend } from '../shared/legend.tsx';
import { Person } from './person.tsx';

const spans = [30, 90, 365];
const dayMs = 86_400_000;

/** Funnel, conversion, points given, and who brings most friends. */
export function Overview() {
  const text = useText();
  const { values, change } = useAddress();
  const [opened] = useState(() => Date.now());
  const days = spans.find((span) => span === Number(values.days)) ?? 30;
  const { data, error, refetch } = useRead(endpoints.referrals.overview, {
    from: new Date(opened - days * dayMs).toISOString(),
    to: new Date(opened).toISOString(),
  });
  return (
    <div className="grid gap-4">
      <Select
        className="!w-48"
        aria-label={text('console.referrals.span')}
        value={days}
        options={spans.map((count) => ({
          value: count,
          label: text(`console.referrals.last_${count}`, { number: count }),
        }))}
        onChange={(span) => change({ days: span })}
      />
      {data && !error ? <Report report={data} /> : <Pending error={error} retry={refetch} rows={6} />}
    </div>
  );
}

function Report({ report }: { report: ReferralOverview }) {
  const text = useText();
  const isEmpty = report.funnel.invited === 0 && report.days.every(({ rewarded }) => rewarded === 0);
  if (isEmpty)
    return (
      <EmptyState icon="invite" title={text('console.referrals.none')}>
        {text('console.referrals.empty_text')}
      </EmptyState>
    );
  return (
    <>
      <Figures report={report} />
      <Days report={report} />
      <Top report={report} />
    </>
  );
}

function Figures({ report }: { report: ReferralOverview }) {
  const text = useText();
  const { money, number, percent, points } = useFormat();
  const { funnel, conversion } = report;
  const of = (key: string, share: number | null) =>
    share === null ? '' : text(`console.referrals.of_${key}`, { share: percent(share) });
  const facts = [
    { key: 'begun', value: number(funnel.invited), note: text('console.referrals.begun_note') },
    { key: 'joined', value: number(funnel.joined), note: of('begun', conversion.joined) },
    { key: 'qualified', value: number(funnel.qualified), note: of('joined', conversion.qualified) },
    { key: 'rewarded', value: number(funnel.rewarded), note: of('qualified', conversion.rewarded) },
    {
      key: 'points_given',
      value: points(report.points.referrers + report.points.friends),
      note: text('console.referrals.points_note', {
        referrers: report.points.referrers,
        friends: report.points.friends,
      }),
    },
    {
      key: 'revenue',
      value: money(report.revenue, report.currency, { whole: true }),
      note: text('console.referrals.revenue_note'),
    },
    {
      key: 'waiting',
      value: number(report.held),
      note: text('console.referrals.waiting_note'),
    },
    {
      key: 'refused',
      value: number(report.refusals),
      note: text('console.referrals.refused_note', { number: number(report.rejected) }),
    },
  ];
  return (
    <dl className="panel grid grid-cols-2 overflow-hidden desk:grid-cols-4">
      {facts.map(({ key, value, note }, at) => (
        <div
          key={key}
          className={`border-line p-4 even:border-s desk:not-[:nth-child(4n+1)]:border-s [&:nth-child(n+3)]:border-t ${at < 4 ? 'desk:!border-t-0' : ''}`}
        >
          <dt className="text-soft">{text(`console.referrals.${key}`)}</dt>
          <dd>
            <span className="block text-24 font-semibold tight">
              <bdi>{value}</bdi>
            </span>
            <span className="text-12 text-soft">{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  const box = useKeyboardScroll<HTMLElement>();
  return (
    <section ref={box} className="panel overflow-hidden">
      <h2 className="p-4 pb-2 text-16 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Days({ report }: { report: ReferralOverview }) {
  const text = useText();
  const { date } = useFormat();
  const series = [
    { key: 'joined', name: text('console.referrals.joined'), look: 'filled' as const },
    { key: 'rewarded', name: text('console.referrals.rewarded'), look: 'outlined' as const },
  ];
  return (
    <Panel title={text('console.referrals.by_day')}>
      <div className="px-4">
        <Legend series={series} />
      </div>
      <div className="px-4 pb-4">
        <ColumnChart
          label={text('console.referrals.by_day')}
          series={series}
          steps={report.days.map(({ day, joined, rewarded }) => ({
            label: date(day, 'short'),
            values: { joined, rewarded },
          }))}
        />
      </div>
    </Panel>
  );
}

type Referrer = ReferralOverview['topReferrers'][number];

function Top({ report }: { report: ReferralOverview }) {
  const text = useText();
  const { number, points } = useFormat();
  const column = (key: string, value: (row: Referrer) => string) => ({
    title: text(`console.referrals.${key}`),
    align: 'end' as const,
    render: (_: unknown, row: Referrer) => value(row),
  });
  const columns: TableColumnsType<Referrer> = [
    {
      title: text('console.referrals.referrer'),
      render: (_, { customerId, name }) => <Person person={{ id: customerId, name }} />,
    },
    column('joined', ({ joined }) => number(joined)),
    column('rewarded', ({ rewarded }) => number(rewarded)),
    column('points', (row) => points(row.points)),
  ];
  if (report.topReferrers.length === 0) return null;
  return (
    <Panel title={text('console.referrals.top')}>
      <Table<Referrer>
        size="small"
        columns={columns}
        dataSource={[...report.topReferrers]}
        rowKey={({ customerId }) => customerId}
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
    </Panel>
  );
}

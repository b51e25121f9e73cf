import type { LiabilityReport } from '@wafa/contract';
import { formatPercent } from '@wafa/i18n/core';
import { Select, Table, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useLanguage, useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { ColumnChart } from '../../shared/column-chart.tsx';
import { DayField } from '../../shared/day-field.tsx';
import { ExportButton } from '../../shared/export-button.tsx';
import { FourFigures } from '../../shared/figures.tsx';
import { useKeyboardScroll } from '../../shared/keyboard-scroll.ts';
import { Legend } from '../../shared/legend.tsx';
import { useMonthNames } from '../../shared/months.ts';
import { Page } from '../../shared/page.tsx';
import { useProgrammes } from '../../shared/programmes.ts';

/** Points that the store owes: now, by month, by the month in which they end, and how many will be used. */
export default function Liability() {
  const text = useText();
  const language = useLanguage();
  const { values, change } = useAddress();
  const programmes = useProgrammes();
  const input = {
    programId: values.programme,
    from: values.from || undefined,
    to: values.to || undefined,
  };
  const { data: report, error, refetch } = useRead(endpoints.loyalty.liability, input);
  return (
    <Page
      title={text('console.loyalty.liability')}
      lead={text('console.loyalty.liability_lead')}
      actions={<ExportButton endpoint={endpoints.loyalty.liabilityCsv} input={input} name="liability.csv" />}
    >
      <div className="flex flex-wrap items-center gap-3 pb-4">
        {programmes.length > 1 ? (
          <Select
            className="!w-56"
            aria-label={text('console.loyalty.programme')}
            value={values.programme ?? programmes.find(({ isDefault }) => isDefault)?.id}
            options={programmes.map(({ id, name }) => ({ value: id, label: name[language] }))}
            onChange={(programme) => change({ programme })}
          />
        ) : null}
        {(['from', 'to'] as const).map((end) => (
          <DayField
            key={end}
            label={text(`console.loyalty.day_${end}`)}
            value={values[end] ?? report?.[end] ?? ''}
            onChange={(day) => change({ [end]: day })}
          />
        ))}
      </div>
      {report && !error ? <Report report={report} /> : <Pending error={error} retry={refetch} rows={8} />}
    </Page>
  );
}

function Report({ report }: { report: LiabilityReport }) {
  const text = useText();
  const empty =
    report.now.outstanding === 0 &&
    report.months.every(({ issued, redeemed, expired }) => issued + redeemed + expired === 0);
  if (empty) {
    return (
      <EmptyState icon="chart" title={text('console.loyalty.liability_empty')}>
        {text('console.loyalty.liability_empty_text')}
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-4">
      <Figures report={report} />
      <Months report={report} />
      <Ageing report={report} />
    </div>
  );
}

function Figures({ report }: { report: LiabilityReport }) {
  const text = useText();
  const { language, points, money } = useFormat();
  const { now, redemptionRate, breakage } = report;
  const worth = (value: LiabilityReport['now']['worth']) =>
    value ? money(value.amount, value.currency, { whole: true }) : text('console.loyalty.no_price');
  const figures = [
    { label: text('console.loyalty.owed'), value: points(now.outstanding), note: worth(now.worth) },
    {
      label: text('console.loyalty.usable'),
      value: points(now.available),
      note: text('console.loyalty.usable_note', {
        pending: text('points.count', { count: now.pending }),
        held: text('points.count', { count: now.held }),
      }),
    },
    {
      label: text('console.loyalty.redemption_rate'),
      value: redemptionRate === null ? '–' : formatPercent(redemptionRate, language),
      note: text('console.loyalty.redemption_rate_note'),
    },
    {
      label: text('console.loyalty.breakage'),
      value: breakage ? points(breakage.points) : '–',
      note: breakage
        ? text('console.loyalty.breakage_note', {
            rate: formatPercent(breakage.rate, language),
            worth: worth(breakage.worth),
          })
        : text('console.loyalty.breakage_none'),
    },
  ];
  return <FourFigures figures={figures} />;
}

function Panel({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const box = useKeyboardScroll<HTMLElement>();
  return (
    <section ref={box} className="panel overflow-hidden">
      <header className="p-4 pb-2">
        <h2 className="text-16 font-semibold">{title}</h2>
        <p className="text-soft">{lead}</p>
      </header>
      {children}
    </section>
  );
}

type Month = LiabilityReport['months'][number];

function Months({ report }: { report: LiabilityReport }) {
  const text = useText();
  const { points, money } = useFormat();
  const names = useMonthNames();
  const series = [
    { key: 'issued', name: text('console.loyalty.issued'), look: 'filled' as const },
    { key: 'redeemed', name: text('console.loyalty.redeemed'), look: 'outlined' as const },
  ];
  const column = (title: string, value: (month: Month) => number) => ({
    title,
    align: 'end' as const,
    render: (_: unknown, month: Month) => points(value(month)),
  });
  const columns: TableColumnsType<Month> = [
    { title: text('console.loyalty.month'), render: (_, { month }) => names.long(month) },
    column(text('console.loyalty.issued'), (month) => month.issued),
    column(text('console.loyalty.redeemed'), (month) => month.redeemed),
    column(text('console.loyalty.expired'), (month) => month.expired),
    column(text('console.loyalty.adjusted'), (month) => month.adjusted),
    column(text('console.loyalty.closing'), (month) => month.closing.outstanding),
    {
      title: text('console.loyalty.worth'),
      align: 'end',
      render: (_, { closing: { worth } }) => (worth ? money(worth.amount, worth.currency) : '–'),
    },
  ];
  return (
    <Panel title={text('console.loyalty.months_title')} lead={text('console.loyalty.months_lead')}>
      <div className="px-4">
        <Legend series={series} />
      </div>
      <div className="px-4 pb-4">
        <ColumnChart
          label={text('console.loyalty.months_label')}
          series={series}
          steps={report.months.map(({ month, issued, redeemed }) => ({
            label: names.short(month),
            values: { issued, redeemed },
          }))}
        />
      </div>
      <Table<Month>
        size="small"
        columns={columns}
        dataSource={report.months.toReversed()}
        rowKey={({ month }) => month}
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
    </Panel>
  );
}

type Age = LiabilityReport['ageing'][number];

function Ageing({ report }: { report: LiabilityReport }) {
  const text = useText();
  const { points, money } = useFormat();
  const names = useMonthNames();
  const label = ({ month }: Age, name: (month: string) => string) =>
    month === null ? text('console.loyalty.never_ends') : name(month);
  const columns: TableColumnsType<Age> = [
    { title: text('console.loyalty.ends_in'), render: (_, age) => label(age, names.long) },
    { title: text('console.points'), align: 'end', render: (_, age) => points(age.points) },
    {
      title: text('console.loyalty.worth'),
      align: 'end',
      render: (_, { worth }) => (worth ? money(worth.amount, worth.currency) : '–'),
    },
  ];
  if (report.ageing.length === 0) return null;
  return (
    <Panel title={text('console.loyalty.ageing_title')} lead={text('console.loyalty.ageing_lead')}>
      <div className="px-4 pb-4">
        <ColumnChart
          label={text('console.loyalty.ageing_label')}
          series={[{ key: 'points', name: text('console.points'), look: 'filled' }]}
          steps={report.ageing.map((age) => ({
            label: label(age, names.short),
            values: { points: age.points },
          }))}
        />
      </div>
      <Table<Age>
        size="small"
        columns={columns}
        dataSource={[...report.ageing]}
        rowKey={({ month }) => month ?? 'never'}
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
    </Panel>
  );
}

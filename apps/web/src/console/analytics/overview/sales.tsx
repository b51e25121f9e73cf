import type { SalesBreakdown } from '@wafa/contract';
import { salesDimension } from '@wafa/contract';
import { Segmented } from 'antd';
import { Bars, Steps } from '../../../portal/analytics/bars.tsx';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { useAmounts } from '../parts/amounts.ts';
import { AsTable, Panel } from '../parts/panel.tsx';
import type { Range } from '../parts/range.ts';
import { Save } from '../parts/save.tsx';

/** Revenue by channel, branch, weekday or hour. */
export function Sales({ range }: { range: Range }) {
  const text = useText();
  const { values, change } = useAddress();
  const by = salesDimension.safeParse(values.by).data ?? 'channel';
  const input = { ...range, by };
  const { data, error, refetch } = useRead(endpoints.analytics.sales, input);
  return (
    <Panel
      className="flex-[2_1_20rem]"
      title={text('console.analytics.sales')}
      lead={text('console.analytics.sales_lead')}
      actions={<Save endpoint={endpoints.analytics.salesCsv} input={input} name={`sales-by-${by}.csv`} />}
    >
      <div className="px-4 pb-4">
        <Segmented
          block
          aria-label={text('console.analytics.sales_by')}
          value={by}
          options={salesDimension.options.map((value) => ({
            value,
            label: text(`console.analytics.by_${value}`),
          }))}
          onChange={(next) => change({ by: next })}
        />
      </div>
      {data && !error ? <Rows sales={data} /> : <Pending error={error} retry={refetch} rows={3} />}
    </Panel>
  );
}

/** A Monday, from which the days of the week are named. */
const monday = Date.UTC(2024, 0, 1);

function Rows({ sales }: { sales: SalesBreakdown }) {
  const text = useText();
  const { date, language, number, percent } = useFormat();
  const { exact, round } = useAmounts(sales.currency);
  const nameOf = ({ key, name, nameAr }: SalesBreakdown['rows'][number]) => {
    if (sales.by === 'channel') return text(`orders.channel.${key}`);
    if (sales.by === 'hour') return number(Number(key));
    if (sales.by === 'weekday')
      return date(new Date(monday + (Number(key) - 1) * 86_400_000).toISOString().slice(0, 10), 'dayName');
    return ((language === 'ar' && nameAr) || name) ?? text('console.analytics.no_branch');
  };
  const rows = sales.rows.map((row) => ({ ...row, id: row.key ?? '', title: nameOf(row) }));
  const title = text(`console.analytics.by_${sales.by}`);
  if (rows.every(({ orders, refunded }) => orders === 0 && refunded === 0))
    return <p className="px-4 pb-4 text-soft">{text('console.analytics.no_sales')}</p>;
  const bars = rows.map(({ id, title: name, gross, share }) => ({
    key: id,
    name,
    value: gross,
    words: share === null ? round(gross) : `${round(gross)} · ${percent(share)}`,
  }));
  return (
    <>
      <div className="px-4 pb-4">
        {sales.by === 'hour' ? <Steps bars={bars} label={title} /> : <Bars bars={bars} label={title} />}
      </div>
      <AsTable
        title={title}
        heads={[
          title,
          text('console.analytics.orders'),
          text('console.analytics.figure_gross'),
          text('console.analytics.figure_refunded'),
          text('console.analytics.figure_net'),
        ]}
        rows={rows.map(({ id, title: name, orders, gross, refunded, net }) => ({
          key: id,
          cells: [name, number(orders), exact(gross), exact(refunded), exact(net)],
        }))}
      />
    </>
  );
}

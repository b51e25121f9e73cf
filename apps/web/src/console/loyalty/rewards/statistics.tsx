import type { contract, OutputOf } from '@wafa/contract';
import { Table, type TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { ColumnChart } from '../../shared/column-chart.tsx';
import { useKeyboardScroll } from '../../shared/keyboard-scroll.ts';
import { Legend } from '../../shared/legend.tsx';
import { useMonthNames } from '../../shared/months.ts';

type Facts = OutputOf<typeof contract.loyalty.rewardStatistics>;
type Month = Facts['months'][number];

const counts = ['redeemed', 'used', 'cancelled', 'expired'] as const;

/** How often a reward was taken, used and given back, in all and by month. */
export function Statistics({ rewardId }: { rewardId: string }) {
  const { data, error, refetch } = useRead(endpoints.loyalty.rewardStatistics, { rewardId });
  if (data) return <Figures facts={data} />;
  return <Pending error={error} retry={refetch} rows={5} />;
}

function Figures({ facts }: { facts: Facts }) {
  const text = useText();
  const { points, number } = useFormat();
  const names = useMonthNames();
  const words = (count: (typeof counts)[number]) => text(`console.loyalty.count_${count}`);
  const series = [
    { key: 'redeemed', name: words('redeemed'), look: 'filled' as const },
    { key: 'used', name: words('used'), look: 'outlined' as const },
  ];
  const columns: TableColumnsType<Month> = [
    { title: text('console.loyalty.month'), render: (_, { month }) => names.long(month.slice(0, 7)) },
    ...counts.map((count) => ({
      title: words(count),
      align: 'end' as const,
      render: (_: unknown, month: Month) => number(month[count]),
    })),
    { title: text('console.points'), align: 'end', render: (_, month) => points(month.points) },
  ];
  const box = useKeyboardScroll<HTMLDivElement>();
  return (
    <div ref={box} className="grid gap-4">
      <dl className="grid grid-cols-3 gap-y-3 border-b border-line pb-4 min-[40rem]:grid-cols-5">
        {counts.map((count) => (
          <div key={count}>
            <dt className="text-soft">{words(count)}</dt>
            <dd className="text-20 font-semibold">{number(facts.total[count])}</dd>
          </div>
        ))}
        <div>
          <dt className="text-soft">{text('console.points')}</dt>
          <dd className="text-20 font-semibold">{points(facts.total.points)}</dd>
        </div>
      </dl>
      <Legend series={series} />
      <ColumnChart
        label={text('console.loyalty.statistics_label')}
        series={series}
        steps={facts.months.map(({ month, redeemed, used }) => ({
          label: names.short(month.slice(0, 7)),
          values: { redeemed, used },
        }))}
      />
      <Table<Month>
        size="small"
        columns={columns}
        dataSource={facts.months.toReversed()}
        rowKey={({ month }) => month}
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
    </div>
  );
}

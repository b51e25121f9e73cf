import { Button, Segmented, Table, type TableColumnsType } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { saveFile } from '../../../shared/save-file.ts';
import { ErrorState, RowsSkeleton } from '../../../shared/ui/states.tsx';
import { Glyph } from '../../shared/glyph.tsx';
import { useKeyboardScroll } from '../../shared/keyboard-scroll.ts';
import { useSizes } from '../parts/sizes.ts';

const SizeChart = lazy(() => import('./size-chart.tsx'));

const spans = [30, 90, 365] as const;

interface Day {
  day: string;
  size: number;
  entered: number;
  left: number;
}

/** How large a segment was on each day, who came and who went; as a line, a table and a file. */
export function SizePanel({ segment }: { segment: string }) {
  const text = useText();
  const [span, setSpan] = useState<(typeof spans)[number]>(90);
  const [asTable, setAsTable] = useState(false);
  const { days, error, refetch } = useSizes(segment, span);
  return (
    <section className="panel p-4" aria-label={text('console.segments.size_over_time')}>
      <header className="flex flex-wrap items-center gap-3 pb-3">
        <h2 className="me-auto text-16 font-semibold">{text('console.segments.size_over_time')}</h2>
        <Segmented
          size="small"
          aria-label={text('console.segments.span')}
          value={span}
          options={spans.map((value) => ({
            value,
            label: text('console.segments.span_days', { count: value }),
          }))}
          onChange={setSpan}
        />
        <Button size="small" onClick={() => setAsTable(!asTable)}>
          {text(asTable ? 'console.segments.as_line' : 'console.segments.as_table')}
        </Button>
        {days && days.length > 0 ? (
          <Button
            size="small"
            icon={<Glyph name="download" size={16} />}
            onClick={() => saveFile(csvOf(days), `${segment}-sizes.csv`)}
          >
            {text('console.export')}
          </Button>
        ) : null}
      </header>
      {error ? <ErrorState error={error} retry={refetch} /> : null}
      {!days && !error ? <RowsSkeleton rows={3} /> : null}
      {days && days.length < 2 ? <p className="text-soft">{text('console.segments.too_young')}</p> : null}
      {days && days.length >= 2 && !asTable ? (
        <Suspense fallback={<div className="skeleton h-60" />}>
          <SizeChart days={days} label={text('console.segments.size_over_time')} />
        </Suspense>
      ) : null}
      {days && asTable ? <Days days={days} /> : null}
    </section>
  );
}

function Days({ days }: { days: readonly Day[] }) {
  const text = useText();
  const { date, number } = useFormat();
  const box = useKeyboardScroll<HTMLDivElement>();
  const columns: TableColumnsType<Day> = [
    { title: text('console.segments.day'), render: (_, { day }) => date(day) },
    ...(['size', 'entered', 'left'] as const).map((name) => ({
      title: text(`console.segments.${name}`),
      align: 'end' as const,
      render: (_: unknown, day: Day) => number(day[name]),
    })),
  ];
  return (
    <div ref={box}>
      <Table<Day>
        size="small"
        columns={columns}
        dataSource={days.toReversed()}
        rowKey={({ day }) => day}
        pagination={{ pageSize: 15, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
      />
    </div>
  );
}

/** Days and whole numbers only, so that nothing needs quoting. */
function csvOf(days: readonly Day[]): Blob {
  const lines = days.map(({ day, size, entered, left }) => [day, size, entered, left].join(','));
  return new Blob([['day,size,entered,left', ...lines, ''].join('\r\n')], { type: 'text/csv' });
}

import type { ColumnSeries } from './time-columns.tsx';

const fills = { filled: 'var(--chart-1)', soft: 'var(--chart-1-soft)', outlined: 'transparent' } as const;

/** What is filled, what is light, and what is outlined; needless for one series. */
export function ColumnLegend({ series }: { series: readonly ColumnSeries[] }) {
  if (series.length < 2) return null;
  return (
    <ul className="flex flex-wrap gap-x-5 px-4 pb-1 text-soft">
      {series.map(({ key, name, look }) => (
        <li key={key} className="flex items-center gap-2">
          <span
            aria-hidden="true"
            className="size-3 rounded-[3px] border-[1.5px] border-[var(--chart-1)]"
            style={{ background: fills[look] }}
          />
          {name}
        </li>
      ))}
    </ul>
  );
}

import type { Series } from './columns.tsx';

/** What is filled and what is outlined. */
export function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul className="flex flex-wrap gap-x-5 text-soft">
      {series.map(({ key, name, look }) => (
        <li key={key} className="flex items-center gap-2">
          <span
            aria-hidden="true"
            className="size-3 rounded-[3px] border-[1.5px] border-[var(--chart-1)]"
            style={{ background: look === 'filled' ? 'var(--chart-1)' : 'transparent' }}
          />
          {name}
        </li>
      ))}
    </ul>
  );
}

import { lengthOf } from './figures.ts';

interface Bar {
  key: string;
  name: string;
  value: number;
  /** The value in words. */
  words: string;
}

/** Lying bars with their names above them, the longest as long as the box. */
export function Bars({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const most = Math.max(0, ...bars.map(({ value }) => value));
  return (
    <ul aria-label={label} className="grid gap-3">
      {bars.map((bar) => (
        <li key={bar.key}>
          <p className="flex items-baseline justify-between gap-4">
            <bdi className="min-w-0 truncate">{bar.name}</bdi>
            <bdi className="flex-none font-semibold">{bar.words}</bdi>
          </p>
          <i
            aria-hidden="true"
            className="mt-1 block h-1.5 rounded-[3px] bg-[var(--chart-1)]"
            style={{ inlineSize: `${Math.max(0.01, lengthOf(bar.value, most)) * 100}%` }}
          />
        </li>
      ))}
    </ul>
  );
}

/** Standing bars side by side, for what has many steps: the hours of a day. */
export function Steps({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const most = Math.max(0, ...bars.map(({ value }) => value));
  return (
    <div role="img" aria-label={label} className="plot">
      <div className="grid h-40 grid-flow-col auto-cols-fr items-end gap-px border-b border-line-strong">
        {bars.map((bar) => (
          <i
            key={bar.key}
            title={`${bar.name}: ${bar.words}`}
            className={`block rounded-t-[2px] ${bar.value === most && most > 0 ? 'bg-[var(--chart-1)]' : 'bg-[var(--chart-1-soft)]'}`}
            style={{ blockSize: `${lengthOf(bar.value, most) * 100}%` }}
          />
        ))}
      </div>
      <div className="grid grid-flow-col auto-cols-fr pt-1 text-12">
        {bars.map((bar, index) => (
          <span key={bar.key} className={`whitespace-nowrap ${index % 6 === 0 ? '' : 'invisible'}`}>
            <span className="inline-block w-0">{bar.name}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

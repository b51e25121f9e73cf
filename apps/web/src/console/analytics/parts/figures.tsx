import { useFormat, useText } from '../../../shared/hooks.ts';
import { type Figure, FigureText } from '../../shared/figures.tsx';
import { changeOf } from './range.ts';

/** Figures side by side, the first being the one that matters; as many in a line as there is room for. */
export function Figures({ figures, label }: { figures: readonly Figure[]; label: string }) {
  return (
    <dl aria-label={label} className="panel flex flex-wrap gap-px overflow-hidden bg-line">
      {figures.map((figure, at) => (
        <div
          key={figure.label}
          className={`min-w-0 flex-1 bg-surface px-4 py-3 ${at === 0 ? 'basis-64' : 'basis-44'}`}
        >
          <FigureText figure={figure} leads={at === 0} />
        </div>
      ))}
    </dl>
  );
}

interface ChangeProps {
  now: number;
  before: number | undefined;
  /** Whether more is worse, as of refunds. */
  isBurden?: boolean;
}

/** By how much a figure changed against the range before; its sign says it, the colour repeats it. */
export function Change({ now, before, isBurden = false }: ChangeProps) {
  const text = useText();
  const { percent } = useFormat();
  if (before === undefined) return null;
  const change = changeOf(now, before);
  if (change === null) return text('console.analytics.nothing_before');
  const isBetter = isBurden ? change < 0 : change > 0;
  return (
    <>
      <b className={`font-semibold ${isBetter ? 'text-success' : 'text-ink'}`}>
        <bdi>{percent(change, { signed: true, decimals: Math.abs(change) < 0.1 ? 1 : 0 })}</bdi>
      </b>{' '}
      {text('console.analytics.on_before')}
    </>
  );
}

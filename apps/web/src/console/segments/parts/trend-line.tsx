import { useLanguage } from '../../../shared/hooks.ts';
import { pointsOf } from './trend.ts';

const box = { width: 96, height: 24, pad: 3 };

/** A size over some days as a small line, today marked; the figures beside it say how much. */
export function TrendLine({ sizes }: { sizes: readonly number[] }) {
  const rtl = useLanguage() === 'ar';
  const points = pointsOf(sizes, box, rtl);
  const now = points.at(-1);
  if (points.length < 2 || !now) return null;
  return (
    <svg width={box.width} height={box.height} aria-hidden="true">
      <polyline
        points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
        fill="none"
        stroke="var(--chart-1)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <circle cx={now.x} cy={now.y} r="2.5" fill="var(--accent)" />
    </svg>
  );
}

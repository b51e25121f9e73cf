import type { Engagement } from '@wafa/contract';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Chart } from './chart.tsx';
import { lengthOf } from './figures.ts';

/** The score of 100 as a fan of ticks, and its parts with what each is made from. */
export function EngagementScore({ engagement }: { engagement: Engagement }) {
  const text = useText();
  const { language, number } = useFormat();
  return (
    <Chart
      className="desk:col-span-4"
      title={text('analytics.engagement')}
      lead={text(`analytics.level.${engagement.level}`)}
      chart="engagement"
    >
      <Fan score={engagement.score} />
      <ul className="grid gap-3 pt-4">
        {engagement.parts.map((part) => (
          <li key={part.key}>
            <div className="flex items-center gap-3">
              <span className="w-28 flex-none">{text(`analytics.part.${part.key}`)}</span>
              <i aria-hidden="true" className="h-1.5 flex-1 overflow-hidden rounded-[3px] bg-sunken">
                <i
                  className="block h-full rounded-[3px] bg-[var(--chart-1)]"
                  style={{ inlineSize: `${lengthOf(part.points, part.most) * 100}%` }}
                />
              </i>
              <bdi className="w-14 flex-none text-end font-semibold">
                {number(part.points)} <span className="font-normal text-faint">/ {number(part.most)}</span>
              </bdi>
            </div>
            <p className="text-12 text-soft">
              <bdi>{part.text[language]}</bdi>
            </p>
          </li>
        ))}
      </ul>
    </Chart>
  );
}

const ticks = 40;
const radius = { inner: 74, outer: 92 };

/** Half a circle of ticks; those up to the score are filled. It opens from the start of the line. */
function Fan({ score }: { score: number }) {
  const text = useText();
  const { number } = useFormat();
  const filled = Math.round((score / 100) * ticks);
  return (
    <div
      role="img"
      aria-label={text('analytics.engagement_label', { score: number(score) })}
      className="relative mx-auto max-w-60"
    >
      <svg viewBox="0 0 200 104" className="block w-full rtl:-scale-x-100" aria-hidden="true">
        {Array.from({ length: ticks }, (_, index) => {
          const angle = Math.PI * (1 - index / (ticks - 1));
          const at = (from: number) => [100 + Math.cos(angle) * from, 100 - Math.sin(angle) * from] as const;
          const [x1, y1] = at(radius.inner);
          const [x2, y2] = at(radius.outer);
          const isLast = index === filled - 1;
          const tone = isLast ? 'var(--chart-2)' : index < filled ? 'var(--chart-1)' : 'var(--line)';
          return (
            <line
              key={angle}
              x1={x1}
              y1={y1}
              x2={x2}
              y2={y2}
              stroke={tone}
              strokeWidth="3.5"
              strokeLinecap="round"
            />
          );
        })}
      </svg>
      <p aria-hidden="true" className="absolute inset-x-0 bottom-0 text-center">
        <b className="block text-40 font-semibold tight">{number(score)}</b>
        <span className="text-12 text-soft">{text('analytics.engagement_of')}</span>
      </p>
    </div>
  );
}

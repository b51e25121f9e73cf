import type { AnalyticsFreshness } from '@wafa/contract';
import { Progress } from 'antd';
import { useFormat, useText } from '../../../shared/hooks.ts';

/** When the days were last counted, and how many wait; a bar while the past is being counted. */
export function Freshness({ freshness }: { freshness: AnalyticsFreshness }) {
  const text = useText();
  const { ago, date, percent } = useFormat();
  const { countedAt, waitingDays, progress } = freshness;
  if (countedAt === null && progress === 0) return text('console.analytics.not_counted');
  if (progress < 1) {
    return (
      <span role="status" className="flex flex-wrap items-center gap-2">
        <Progress
          className="!w-32"
          percent={Math.round(progress * 100)}
          showInfo={false}
          aria-label={text('console.analytics.counting_label')}
        />
        {text('console.analytics.counting', { done: percent(progress), count: waitingDays })}
      </span>
    );
  }
  return (
    <>
      {countedAt ? (
        <time dateTime={countedAt} title={date(countedAt, 'moment')}>
          {text('console.analytics.counted', { ago: ago(countedAt) })}
        </time>
      ) : null}
      {waitingDays > 0 ? ` ${text('console.analytics.waiting', { count: waitingDays })}` : null}
    </>
  );
}

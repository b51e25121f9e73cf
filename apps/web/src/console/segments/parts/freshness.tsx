import type { Segment } from '@wafa/contract';
import { useFormat, useText } from '../../../shared/hooks.ts';

/** When the members were last looked at, and how. */
export function Freshness({ segment }: { segment: Pick<Segment, 'evaluatedAt' | 'evaluatedBy'> }) {
  const text = useText();
  const { ago, date } = useFormat();
  const { evaluatedAt, evaluatedBy } = segment;
  if (!evaluatedAt) return <span className="text-faint">{text('console.segments.never')}</span>;
  return (
    <span title={date(evaluatedAt, 'moment')}>
      <time dateTime={evaluatedAt}>{ago(evaluatedAt)}</time>
      {evaluatedBy ? (
        <span className="block text-12 text-soft">{text(`console.segments.by_${evaluatedBy}`)}</span>
      ) : null}
    </span>
  );
}

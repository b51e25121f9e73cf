import type { Duplicate } from '@wafa/contract';
import { Button } from 'antd';
import { useText } from '../../../shared/hooks.ts';
import { Glyph } from '../../shared/glyph.tsx';
import { Comparison } from '../merging/comparison.tsx';
import { Certainty } from './certainty.tsx';

interface Props {
  pair: Duplicate;
  onMerge: () => void;
  onDismiss: () => void;
  onReopen: () => void;
}

/** One pair side by side, with what speaks for one person and what against, and the decision. */
export function Pair({ pair, onMerge, onDismiss, onReopen }: Props) {
  const text = useText();
  return (
    <section aria-label={text('merging.compare')} className="panel grid gap-4 p-4 desk:p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Certainty pair={pair} />
        <div className="flex flex-wrap gap-3">
          {pair.status === 'open' ? <Button onClick={onDismiss}>{text('duplicate.dismiss')}</Button> : null}
          {pair.status === 'dismissed' ? (
            <Button onClick={onReopen}>{text('duplicate.reopen')}</Button>
          ) : null}
          {pair.status === 'merged' ? null : (
            <Button type="primary" onClick={onMerge}>
              {text('duplicate.merge')}
            </Button>
          )}
        </div>
      </div>
      <Comparison pair={pair.customers} />
      <div className="grid gap-5 border-t border-line pt-4 desk:grid-cols-2">
        <Reasons heading="duplicate.for" reasons={pair.reasons.filter(({ weight }) => weight > 0)} />
        <Reasons heading="duplicate.against" reasons={pair.reasons.filter(({ weight }) => weight < 0)} />
      </div>
    </section>
  );
}

/** Reasons as sentences; the strongest first, as the API orders them. */
function Reasons({ heading, reasons }: { heading: string; reasons: Duplicate['reasons'] }) {
  const text = useText();
  if (reasons.length === 0) return null;
  const speaksFor = heading === 'duplicate.for';
  return (
    <div>
      <h2 className="pb-2 font-semibold">{text(heading)}</h2>
      <ul className="grid gap-1.5">
        {reasons.map((reason) => (
          <li key={reason.field} className="grid grid-cols-[auto_1fr] gap-2">
            <Glyph
              name={speaksFor ? 'check' : 'close'}
              className={`mt-0.5 ${speaksFor ? 'text-success' : 'text-faint'}`}
            />
            {text(`duplicates.${reason.field}.${reason.level}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}

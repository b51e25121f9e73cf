import type { contract, OutputOf } from '@wafa/contract';
import type { ReactNode } from 'react';
import { asFailure, failureText, useFormat, useText } from '../../../shared/hooks.ts';
import { RowsSkeleton } from '../../../shared/ui/states.tsx';
import { useStore } from '../../shared/store.ts';
import { MemberLink } from '../parts/member-link.tsx';
import { Share } from '../parts/share.tsx';

export type Preview = OutputOf<typeof contract.segments.preview>;

interface PreviewPanelProps {
  preview: Preview | undefined;
  error: unknown;
  busy: boolean;
  /** Conditions that still want a value; nothing is asked before they have it. */
  unfilled: number;
}

/** Whom the rules would take in as they stand: how many, what share, and ten of them. */
export function PreviewPanel({ preview, error, busy, unfilled }: PreviewPanelProps) {
  const text = useText();
  return (
    <aside
      className="panel grid content-start gap-3 p-4 desk:sticky desk:top-4"
      aria-label={text('console.segments.preview')}
    >
      <h2 className="text-16 font-semibold">{text('console.segments.preview')}</h2>
      <Answer preview={preview} error={error} busy={busy} unfilled={unfilled} />
    </aside>
  );
}

function Answer({ preview, error, busy, unfilled }: PreviewPanelProps): ReactNode {
  const text = useText();
  const failure = asFailure(error);
  if (unfilled > 0)
    return <p className="text-soft">{text('console.segments.unfilled', { count: unfilled })}</p>;
  if (failure) {
    return (
      <p role="alert" className="rounded-control bg-danger-soft px-3 py-2 text-ink">
        {failureText(text, failure)}
      </p>
    );
  }
  if (!preview) return <RowsSkeleton rows={4} />;
  return (
    <div aria-busy={busy} aria-live="polite" className={busy ? 'opacity-60' : ''}>
      <Found preview={preview} />
    </div>
  );
}

function Found({ preview }: { preview: Preview }) {
  const text = useText();
  const { language, money, number } = useFormat();
  const { currency } = useStore();
  return (
    <div className="grid gap-3">
      <p>
        <span className="text-32 font-semibold tight">
          <bdi>
            {preview.isEstimate
              ? text('console.segments.about', { size: preview.size })
              : number(preview.size)}
          </bdi>
        </span>{' '}
        <span className="text-soft">{text('console.segments.customers', { count: preview.size })}</span>
      </p>
      <Share share={preview.share} />
      {preview.isEstimate ? <p className="text-12 text-soft">{text('console.segments.estimate')}</p> : null}
      <p className="border-t border-line pt-3">
        <bdi>{preview.sentence[language]}</bdi>
      </p>
      {preview.sample.length > 0 ? (
        <section aria-label={text('console.segments.sample')}>
          <h3 className="text-soft">{text('console.segments.sample')}</h3>
          <ul className="divide-y divide-line">
            {preview.sample.map((member) => (
              <li key={member.customerId} className="flex items-baseline justify-between gap-3 py-1.5">
                <MemberLink member={member} />
                <span className="text-12 text-soft">
                  {text('console.segments.orders_and_spent', {
                    count: member.totalOrders,
                    amount: money(member.totalSpent, currency),
                  })}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

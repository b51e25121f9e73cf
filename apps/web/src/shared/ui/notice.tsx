import type { ApiFailure } from '@wafa/client';
import { reasonText, useText } from '../hooks.ts';

/** What was done, said once to screen readers too; nothing to see while there is nothing to say. */
export function Done({ children }: { children: string | null }) {
  return (
    <p
      role="status"
      className={children ? 'my-3 rounded-control bg-success-soft px-4 py-3 text-success' : 'sr'}
    >
      {children}
    </p>
  );
}

/** Why an act was refused. */
export function Refusal({ failure }: { failure: ApiFailure | null }) {
  const text = useText();
  if (!failure) return null;
  return (
    <p role="alert" className="rounded-control bg-danger-soft px-4 py-3 text-ink">
      {reasonText(text, failure)}
    </p>
  );
}

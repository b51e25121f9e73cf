import type { ReactNode } from 'react';

const looks = {
  good: 'bg-success-soft text-success',
  now: 'bg-primary-soft text-on-primary-soft',
  warn: 'bg-warning-soft text-warning',
  quiet: 'bg-sunken text-soft',
} as const;

/** A word about the state of a thing; the colour only repeats what the word says. */
export function Mark({ look = 'quiet', children }: { look?: keyof typeof looks; children: ReactNode }) {
  return (
    <span
      className={`inline-block rounded-small px-2 py-0.5 text-12 font-medium whitespace-nowrap ${looks[look]}`}
    >
      {children}
    </span>
  );
}

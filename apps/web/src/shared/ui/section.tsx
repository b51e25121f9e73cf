import type { ReactNode } from 'react';

/** A section's heading, with what leads on at its end. */
export function SectionHeading({ id, children, end }: { id?: string; children: ReactNode; end?: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 pt-6 pb-3">
      <h2 id={id} className="scroll-mt-6 text-20 font-semibold">
        {children}
      </h2>
      {end}
    </div>
  );
}

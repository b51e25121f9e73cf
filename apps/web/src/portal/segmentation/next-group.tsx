import type { contract, OutputOf } from '@wafa/contract';
import { useLanguage, useText } from '../../shared/hooks.ts';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { Benefits } from './benefits.tsx';

type Next = NonNullable<OutputOf<typeof contract.segments.ofCustomer>['next']>;

/** The group that a few more purchases lead to, how many those are, and what it brings. */
export function NextGroup({ next }: { next: Next }) {
  const text = useText();
  const language = useLanguage();
  const { name, benefits, orders, needed, days } = next;
  const within = text('segmentation.within', {
    orders,
    needed,
    days: text('segmentation.days', { count: days }),
  });
  return (
    <section aria-labelledby="next-group">
      <SectionHeading id="next-group">{text('segmentation.next_group')}</SectionHeading>
      <p className="pb-3 text-24 font-semibold">
        <bdi>{name[language]}</bdi>
      </p>
      <div
        className="meter"
        role="progressbar"
        aria-label={name[language]}
        aria-valuemin={0}
        aria-valuemax={needed}
        aria-valuenow={orders}
        aria-valuetext={within}
      >
        <i style={{ inlineSize: `${(orders / needed) * 100}%` }} />
      </div>
      <p className="flex flex-wrap justify-between gap-x-4 py-2 text-soft">
        <b className="font-semibold text-ink">
          {text('segmentation.to_go', {
            purchases: text('segmentation.purchases', { count: needed - orders }),
          })}
        </b>
        <span>{within}</span>
      </p>
      <Benefits benefits={benefits} />
    </section>
  );
}

import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { Points } from '../../shared/ui/points.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';

/** Points that a checkout has reserved, and when they come free again. */
export function Holds() {
  const text = useText();
  const { date } = useFormat();
  const { data } = useRead(endpoints.loyalty.holds, { customerId: 'me', status: 'open', limit: 100 });
  if (!data || data.holds.length === 0) return null;
  return (
    <section aria-labelledby="holds">
      <SectionHeading id="holds">{text('loyalty.holds')}</SectionHeading>
      <ul>
        {data.holds.map((hold) => (
          <li
            key={hold.id}
            className="flex min-h-14 items-center gap-3 border-t border-line py-2 first:border-0"
          >
            <Icon name="clock" size={20} className="text-faint" />
            <span className="min-w-0">
              <span className="block font-medium">
                <bdi>{hold.reason ?? text('loyalty.hold')}</bdi>
              </span>
              <span className="block text-12 text-soft">
                {text('loyalty.hold_until', { date: date(hold.expiresAt, 'stamp') })}
              </span>
            </span>
            <span className="ms-auto font-semibold">
              <Points value={hold.open} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

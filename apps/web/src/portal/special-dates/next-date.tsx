import type { OccasionDate } from '@wafa/contract';
import type { ReactNode } from 'react';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { BothCalendars } from './both-calendars.tsx';
import { daysWords, giftWords, stateWords } from './words.ts';

/** The soonest occasion: how far off it is, on which day, what it brings and when that can be had. */
export function NextDate({
  date,
  onEdit,
  children,
}: {
  date: OccasionDate;
  onEdit: () => void;
  children: ReactNode;
}) {
  const text = useText();
  const format = useFormat();
  const open = date.state === 'open';
  return (
    <section aria-labelledby="next" className="grid gap-1 border-b border-line pt-2 pb-5">
      <div className="flex items-center justify-between gap-4">
        <h2 id="next" className="flex items-center gap-2 text-soft">
          <Icon name={open ? 'gift' : 'calendar'} size={20} />
          <bdi>{date.name[format.language]}</bdi>
          {date.next.count ? <span>· {text('occasions.count', { count: date.next.count })}</span> : null}
        </h2>
        {date.changeable ? (
          <Button
            look="link"
            aria-label={text('occasions.edit', { name: date.name[format.language] })}
            onClick={onEdit}
          >
            {text('action.edit')}
          </Button>
        ) : null}
      </div>
      <p className="text-40 font-semibold tight">{daysWords(text, date.next.daysLeft)}</p>
      <p className="text-16">
        <BothCalendars date={date} />
      </p>
      {date.gift ? (
        <p className="pt-2 text-16 font-semibold">
          {text('occasions.gift', { gift: giftWords(text, format.language, date.gift) })}
        </p>
      ) : null}
      <p className={open ? 'font-medium text-accent-ink' : 'text-soft'}>
        {stateWords(text, (day) => format.date(day, 'day'), date)}
      </p>
      {children ? <div className="pt-3">{children}</div> : null}
    </section>
  );
}

import type { OccasionDate } from '@wafa/contract';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { BothCalendars } from './both-calendars.tsx';
import { ClaimButton, type Claimed } from './claim.tsx';
import { daysWords, giftWords, stateWords } from './words.ts';

interface DateRowProps {
  date: OccasionDate;
  onEdit: () => void;
  onClaimed: (claimed: Claimed) => void;
}

/** An occasion in the list, with what can be done about it. */
export function DateRow({ date, onEdit, onClaimed }: DateRowProps) {
  const text = useText();
  const format = useFormat();
  const { language } = format;
  return (
    <li className="grid gap-1 border-t border-line py-3 first:border-0">
      <p className="flex items-baseline justify-between gap-4">
        <span className="min-w-0 font-semibold">
          <bdi>{date.name[language]}</bdi>
        </span>
        <span className="flex-none font-semibold">{daysWords(text, date.next.daysLeft)}</span>
      </p>
      <p className="text-soft">
        <BothCalendars date={date} />
      </p>
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <p className={`text-12 ${date.state === 'open' ? 'font-medium text-accent-ink' : 'text-soft'}`}>
          {date.gift ? `${giftWords(text, language, date.gift)} · ` : ''}
          {stateWords(text, (day) => format.date(day, 'day'), date)}
        </p>
        <span className="flex items-center gap-4">
          {date.changeable ? (
            <Button
              look="link"
              aria-label={text('occasions.edit', { name: date.name[language] })}
              onClick={onEdit}
            >
              {text('action.edit')}
            </Button>
          ) : null}
          {date.state === 'open' ? <ClaimButton date={date} onClaimed={onClaimed} /> : null}
        </span>
      </div>
    </li>
  );
}

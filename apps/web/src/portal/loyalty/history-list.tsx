import type { LoyaltyTransaction } from '@wafa/contract';
import { isolateLtr } from '@wafa/i18n/core';
import { type Translate, useFormat, useText } from '../../shared/hooks.ts';
import { Icon, type IconName } from '../../shared/ui/icon.tsx';

const icons: Record<LoyaltyTransaction['type'], IconName> = {
  EARNED: 'bag',
  REDEEMED: 'gift',
  EXPIRED: 'hourglass',
  ADJUSTED: 'check',
  REVERSED: 'undo',
  TRANSFERRED: 'send',
};

/** What an entry is called: its order where there is one, else its own words, else its kind. */
export function entryTitle(
  text: Translate,
  entry: Pick<LoyaltyTransaction, 'type' | 'orderNumber' | 'description'>,
): string {
  const { type, orderNumber, description } = entry;
  if (orderNumber && (type === 'EARNED' || type === 'REVERSED')) {
    return text(`loyalty.entry.${type}_order`, { order: isolateLtr(orderNumber) });
  }
  return description || text(`loyalty.entry.${type}`);
}

/** Entries of the ledger: what, when, how many points, and the balance after. */
export function HistoryList({ entries }: { entries: readonly LoyaltyTransaction[] }) {
  const text = useText();
  const { points, date } = useFormat();
  return (
    <ul className="panel px-4">
      {entries.map((entry) => (
        <li
          key={entry.id}
          className="grid grid-cols-[auto_1fr_auto] items-center gap-3 border-t border-line py-3 first:border-0"
        >
          <Icon name={icons[entry.type]} className="text-faint" />
          <div className="min-w-0">
            <p className="truncate font-semibold">
              <bdi>{entryTitle(text, entry)}</bdi>
            </p>
            <time dateTime={entry.createdAt} className="text-12 text-soft">
              {date(entry.createdAt, 'moment')}
            </time>
          </div>
          <p className="text-end">
            <span className={`block text-16 font-semibold ${entry.points > 0 ? 'text-success' : ''}`}>
              <bdi>{points(entry.points, { signed: true })}</bdi>
            </span>
            <span className="text-12 text-faint">
              <span className="sr">{text('loyalty.balance_after', { points: '' })}</span>
              {points(entry.balanceAfter)}
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}

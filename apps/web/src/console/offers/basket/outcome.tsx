import type { contract, OutputOf } from '@wafa/contract';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { Icon } from '../../../shared/ui/icon.tsx';
import { useStore } from '../../shared/store.ts';
import type { ExampleLine } from './basket.ts';

type Outcome = OutputOf<typeof contract.offers.tryTerms>;

/** The basket as it would become: what is to pay, what came off each line, and what comes on top. */
export function Outcome({ outcome, lines }: { outcome: Outcome; lines: readonly ExampleLine[] }) {
  const text = useText();
  const { language, money } = useFormat();
  const { currency } = useStore();
  const { before, discount, total, bonusPoints, gift, obstacle } = outcome;
  // The API answers for the lines that it was sent: those with a quantity and a price.
  const sent = lines.filter(({ quantity, price }) => quantity !== null && price !== null);
  return (
    <div className="grid gap-3 border-t border-line pt-3">
      <p>
        <span className="block text-soft">{text('console.offers.to_pay')}</span>
        <span className="text-32 font-semibold tight">
          <bdi>{money(total, currency)}</bdi>
        </span>{' '}
        {discount > 0 ? (
          <del className="text-soft">
            <bdi>{money(before, currency)}</bdi>
          </del>
        ) : null}
      </p>
      {obstacle ? (
        <p className="flex items-start gap-2 text-accent-ink">
          <Icon name="alert" size={16} className="mt-0.5" />
          {obstacle.reason[language]}
        </p>
      ) : null}
      <ul className="divide-y divide-line">
        {outcome.lines.map((line, at) => (
          <li key={line.lineNo} className="flex items-baseline justify-between gap-3 py-1.5">
            <bdi className="min-w-0 truncate">
              {sent[at]?.name || text('console.offers.line', { line: line.lineNo })}
            </bdi>
            <span className="flex shrink-0 items-baseline gap-2">
              {line.offers > 0 ? (
                <del className="text-12 text-soft">
                  <bdi>{money(line.before, currency)}</bdi>
                </del>
              ) : null}
              <bdi className="font-semibold">{money(line.total, currency)}</bdi>
            </span>
          </li>
        ))}
      </ul>
      {bonusPoints > 0 ? (
        <p className="font-semibold">
          {text('console.offers.on_top', { what: text('points.count', { count: bonusPoints }) })}
        </p>
      ) : null}
      {gift ? (
        <p className="font-semibold">
          {text('console.offers.gives_gift', { name: gift.name[language], count: gift.quantity })}
        </p>
      ) : null}
    </div>
  );
}

import { StoreMark } from '@wafa/card';
import type { AccountStatement } from '@wafa/contract';
import { useEffect, useState } from 'react';
import { api } from '../../shared/api/api.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { useStoreName } from '../../shared/ui/title.tsx';
import { entryTitle } from '../loyalty/history-list.tsx';
import { type Line, shownOf } from './lines.ts';
import type { Period } from './periods.ts';

/** The statement as a sheet of paper. */
export function Sheet({ statement, period }: { statement: AccountStatement; period: Period }) {
  const text = useText();
  const { points } = useFormat();
  const store = useStoreName();
  const { opening, lines, closing } = shownOf(statement);
  const balance = (label: string, value: number) => (
    <div className="flex items-baseline justify-between gap-4 border-t border-line py-3 first:border-0">
      <dt className="text-soft">{label}</dt>
      <dd className="text-20 font-semibold">
        <bdi>{points(value)}</bdi>
      </dd>
    </div>
  );
  return (
    <article className="sheet panel p-5 desk:p-8" aria-labelledby="statement">
      <header className="grid gap-4 pb-4">
        <p className="flex items-center gap-3 text-16 font-semibold">
          <StoreMark className="size-8 text-primary" />
          <bdi>{store}</bdi>
        </p>
        <div>
          <h2 id="statement" className="text-24 font-semibold">
            {text('statement.heading')}
          </h2>
          <PeriodWords period={period} />
        </div>
        <Member />
      </header>
      <dl className="border-y border-line">
        {balance(text('statement.opening'), opening)}
        {balance(text('statement.closing'), closing)}
      </dl>
      {lines.length > 0 ? <Lines lines={lines} /> : <p className="py-6">{text('statement.none')}</p>}
      <Seal statement={statement} />
    </article>
  );
}

function PeriodWords({ period: { from, to } }: { period: Period }) {
  const text = useText();
  const { date } = useFormat();
  const until = date(to ?? new Date().toISOString());
  return (
    <p className="text-soft">
      {from
        ? text('statement.from_to', { from: date(from), to: until })
        : text('statement.from_start', { to: until })}
    </p>
  );
}

function Member() {
  const text = useText();
  const { language } = useFormat();
  const { data: card } = api.useCardQuery();
  if (!card) return null;
  const name = language === 'ar' && card.nameAr ? card.nameAr : card.name;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      <div>
        <dt className="text-soft">{text('statement.member')}</dt>
        <dd className="font-semibold">
          <bdi>{name}</bdi>
        </dd>
      </div>
      <div>
        <dt className="text-soft">{text('statement.card')}</dt>
        <dd className="font-semibold">
          <bdi dir="ltr">{card.cardNumber.replace(/(\d{4})(?=\d)/g, '$1 ')}</bdi>
        </dd>
      </div>
    </dl>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const text = useText();
  const { points, date } = useFormat();
  return (
    <table className="w-full">
      <thead>
        <tr className="text-soft">
          <th scope="col" className="py-3 text-start font-medium">
            {text('statement.what')}
          </th>
          <th scope="col" className="py-3 ps-4 text-end font-medium">
            {text('statement.points')}
          </th>
          <th scope="col" className="py-3 ps-4 text-end font-medium">
            {text('statement.balance')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id} className="border-t border-line">
            <td className="py-2">
              <span className="block font-semibold">
                <bdi>{entryTitle(text, line)}</bdi>
              </span>
              <time dateTime={line.occurredAt} className="text-12 text-soft">
                {date(line.occurredAt)}
              </time>
            </td>
            <td className={`py-2 ps-4 text-end font-semibold ${line.amount > 0 ? 'text-success' : ''}`}>
              <bdi>{points(line.amount, { signed: true })}</bdi>
            </td>
            <td className="py-2 ps-4 text-end">
              <bdi>{points(line.balance)}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the reader of the paper can hold against the roots: the day, the fingerprint, where to verify. */
function Seal({ statement: { statement } }: { statement: AccountStatement }) {
  const text = useText();
  const { date } = useFormat();
  const fingerprint = useFingerprint(statement.root);
  return (
    <footer className="grid gap-1 border-t border-line pt-4 text-12 text-soft">
      {statement.root ? (
        <p>
          {text('statement.sealed', { day: date(statement.root.day) })}
          <span className="block">
            <bdi dir="ltr" className="break-all text-ink">
              {fingerprint}
            </bdi>
          </span>
        </p>
      ) : (
        <p>{text('statement.unsealed')}</p>
      )}
      <p>{text('statement.verify_at', { address: `\u2066${location.host}/verify\u2069` })}</p>
    </footer>
  );
}

/** Computed here and not taken from the server, which could print another. */
function useFingerprint(root: AccountStatement['statement']['root']): string {
  const [found, setFound] = useState('');
  useEffect(() => {
    let wanted = true;
    if (root) import('@wafa/proof').then(({ fingerprint }) => wanted && setFound(fingerprint(root)));
    return () => {
      wanted = false;
    };
  }, [root]);
  return found;
}

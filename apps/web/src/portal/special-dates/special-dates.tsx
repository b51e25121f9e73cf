import type { contract, OccasionDate, OutputOf } from '@wafa/contract';
import { occasions } from '@wafa/i18n/features';
import { useState } from 'react';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useText } from '../../shared/hooks.ts';
import { addTexts } from '../../shared/texts.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Done } from '../../shared/ui/notice.tsx';
import { PageHeading } from '../../shared/ui/page-heading.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';
import { EmptyState, Pending, RowsSkeleton } from '../../shared/ui/states.tsx';
import { Title } from '../../shared/ui/title.tsx';
import { BirthdaySheet } from './birthday-sheet.tsx';
import { ClaimButton, type Claimed, Gift } from './claim.tsx';
import { DateRow } from './date-row.tsx';
import { History } from './history.tsx';
import { NextDate } from './next-date.tsx';
import { OwnDateSheet } from './own-date-sheet.tsx';

addTexts({ occasions });

type Dates = OutputOf<typeof contract.occasions.dates>;
/** Which sheet is open: for an own date (null: a new one), or for the birthday. */
type Editing = { kind: 'own'; date: OccasionDate | null } | { kind: 'birthday' };

/** Birthday, anniversary and own dates: what is next, what it brings, and what came of earlier ones. */
export default function SpecialDates() {
  const text = useText();
  const { data, error, refetch } = useRead(endpoints.occasions.dates, { customerId: 'me' });
  return (
    <>
      <Title page={text('occasions.title')} />
      <PageHeading>{text('occasions.title')}</PageHeading>
      <div className="desk:grid desk:grid-cols-12 desk:gap-x-5">
        <div className="desk:col-span-7">
          {data ? (
            <Upcoming data={data} />
          ) : (
            <Pending error={error} retry={refetch}>
              <div className="skeleton my-4 h-32" />
              <RowsSkeleton rows={3} />
            </Pending>
          )}
        </div>
        <div className="desk:col-span-5 desk:ps-8">
          <History />
        </div>
      </div>
    </>
  );
}

function Upcoming({ data }: { data: Dates }) {
  const text = useText();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [claimed, setClaimed] = useState<Claimed | null>(null);
  const [next, ...others] = data.dates;
  const edit = (date: OccasionDate) =>
    setEditing(date.kind === 'birthday' ? { kind: 'birthday' } : { kind: 'own', date });
  const close = (said?: string) => {
    setEditing(null);
    setDone(said ?? null);
  };
  return (
    <>
      <Done>{done}</Done>
      {next ? (
        <NextDate date={next} onEdit={() => edit(next)}>
          {next.state === 'open' ? <ClaimButton date={next} look="primary" onClaimed={setClaimed} /> : null}
        </NextDate>
      ) : (
        <EmptyState icon="calendar" title={text('occasions.empty')}>
          {text('occasions.empty_text')}
        </EmptyState>
      )}
      {others.length > 0 ? (
        <section aria-labelledby="later">
          <SectionHeading id="later">{text('occasions.others')}</SectionHeading>
          <ul className="panel px-4">
            {others.map((date) => (
              <DateRow key={date.occasion} date={date} onEdit={() => edit(date)} onClaimed={setClaimed} />
            ))}
          </ul>
        </section>
      ) : null}
      <Additions data={data} onEdit={setEditing} />
      {claimed ? (
        <Sheet title={text('occasions.claimed')} onClose={() => setClaimed(null)}>
          <Gift record={claimed.record} balance={claimed.balance} />
        </Sheet>
      ) : null}
      {editing?.kind === 'own' ? <OwnDateSheet date={editing.date} onClose={close} /> : null}
      {editing?.kind === 'birthday' ? <BirthdaySheet birthday={data.birthday} onClose={close} /> : null}
    </>
  );
}

/** What can still be given: the birthday where it is not known, and own dates as far as there is room. */
function Additions({ data, onEdit }: { data: Dates; onEdit: (editing: Editing) => void }) {
  const text = useText();
  const { ownDates, birthday } = data;
  return (
    <div className="flex flex-wrap items-center gap-3 pt-5">
      {ownDates.left > 0 ? (
        <Button onClick={() => onEdit({ kind: 'own', date: null })}>{text('occasions.add')}</Button>
      ) : null}
      {birthday.given === null ? (
        <Button onClick={() => onEdit({ kind: 'birthday' })}>{text('occasions.birthday_add')}</Button>
      ) : null}
      {ownDates.most > 0 ? (
        <p className="text-12 text-soft">
          {ownDates.left > 0
            ? text('occasions.add_left', { count: ownDates.left })
            : text('occasions.add_none')}
        </p>
      ) : null}
    </div>
  );
}

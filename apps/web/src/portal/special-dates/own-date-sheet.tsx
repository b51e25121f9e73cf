import type { ApiFailure } from '@wafa/client';
import { contract, type OccasionCalendar, type OccasionDate } from '@wafa/contract';
import { useState } from 'react';
import { useAct, useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ContractForm, Field } from '../../shared/ui/form.tsx';
import { Refusal } from '../../shared/ui/notice.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';
import { CalendarChoice, DateFields, datePartsOf } from './date-fields.tsx';

interface OwnDateSheetProps {
  /** The date to change; null for a new one. */
  date: OccasionDate | null;
  onClose: (said?: string) => void;
}

/** An own date in either calendar: add, change or remove. */
export function OwnDateSheet({ date, onClose }: OwnDateSheetProps) {
  const text = useText();
  const { language } = useFormat();
  const add = useAct(endpoints.occasions.addDate);
  const change = useAct(endpoints.occasions.changeDate);
  const [calendar, setCalendar] = useState<OccasionCalendar>(date?.calendar ?? 'gregorian');
  const given = date?.calendar === calendar ? date : {};
  const name = date?.name[language];
  return (
    <Sheet title={name ? text('occasions.edit', { name }) : text('occasions.add')} onClose={() => onClose()}>
      <ContractForm
        className="grid gap-4"
        schema={contract.occasions.addDate.body!}
        collect={(field) => ({ name: field('name') ?? '', calendar, ...datePartsOf(field) })}
        submit={async (body) => {
          const { data, error } = date
            ? await change.act({ customerId: 'me', dateId: date.occasion, ...body })
            : await add.act({ customerId: 'me', ...body });
          if (data) onClose(text('occasions.saved', { name: data.name[language] }));
          return error;
        }}
      >
        {({ busy }) => (
          <>
            <Field
              name="name"
              label={text('occasions.name')}
              defaultValue={name}
              autoComplete="off"
              autoFocus
              required
            />
            <CalendarChoice value={calendar} onChange={setCalendar} />
            <DateWithPreview key={calendar} calendar={calendar} date={given} />
            <Button type="submit" look="primary" className="w-full" busy={busy}>
              {text('action.save')}
            </Button>
          </>
        )}
      </ContractForm>
      {date ? <Removal date={date} onClose={onClose} /> : null}
    </Sheet>
  );
}

/** The date's fields, and on which day it falls next, in both calendars. */
function DateWithPreview({
  calendar,
  date,
}: {
  calendar: OccasionCalendar;
  date: { year?: number | null; month?: number; day?: number };
}) {
  const text = useText();
  const format = useFormat();
  const [chosen, setChosen] = useState({ month: date.month ?? 1, day: date.day ?? 1 });
  const { data, error } = useRead(endpoints.occasions.preview, { calendar, ...chosen, times: 1 });
  const [next] = data?.occurrences ?? [];
  return (
    <>
      <DateFields
        calendar={calendar}
        date={date}
        yearRequired={false}
        onChange={(part, value) => setChosen((before) => ({ ...before, [part]: value }))}
      />
      <p className="min-h-[1lh] text-soft" aria-live="polite">
        {next && !error
          ? text('occasions.preview', {
              gregorian: format.date(next.on, 'date'),
              hijri: format.hijri(next.on, 'date'),
            })
          : null}
      </p>
    </>
  );
}

function Removal({ date, onClose }: { date: OccasionDate; onClose: (said: string) => void }) {
  const text = useText();
  const { language } = useFormat();
  const { act, busy } = useAct(endpoints.occasions.removeDate);
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const name = date.name[language];
  async function remove(): Promise<void> {
    const { data, error } = await act({ customerId: 'me', dateId: date.occasion });
    if (data) onClose(text('occasions.removed', { name }));
    else setFailure(error ?? null);
  }
  if (!asking) {
    return (
      <Button look="link" className="justify-self-start !text-danger" onClick={() => setAsking(true)}>
        {text('occasions.remove')}
      </Button>
    );
  }
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <p>{text('occasions.remove_ask', { name })}</p>
      <Refusal failure={failure} />
      <div className="flex gap-3">
        <Button look="danger" busy={busy} onClick={remove}>
          {text('occasions.remove')}
        </Button>
        <Button onClick={() => setAsking(false)}>{text('action.cancel')}</Button>
      </div>
    </div>
  );
}

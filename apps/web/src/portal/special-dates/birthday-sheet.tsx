import { contract, type OccasionCalendar, type OutputOf } from '@wafa/contract';
import { datePartsIn } from '@wafa/i18n/core';
import { useState } from 'react';
import { useAct } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ContractForm } from '../../shared/ui/form.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';
import { CalendarChoice, DateFields, datePartsOf } from './date-fields.tsx';

interface BirthdaySheetProps {
  birthday: OutputOf<typeof contract.occasions.dates>['birthday'];
  onClose: (said?: string) => void;
}

/** The birthday and the calendar in which it is celebrated; the date itself as far as it may be changed. */
export function BirthdaySheet({ birthday, onClose }: BirthdaySheetProps) {
  const text = useText();
  const { date, hijri } = useFormat();
  const { act } = useAct(endpoints.occasions.setBirthday, ['customers']);
  const [calendar, setCalendar] = useState<OccasionCalendar>(birthday.calendar);
  const { given, changeable } = birthday;
  const before = given ? datePartsIn(calendar, given) : {};
  return (
    <Sheet title={text(given ? 'occasions.birthday' : 'occasions.birthday_add')} onClose={() => onClose()}>
      <ContractForm
        className="grid gap-4"
        schema={contract.occasions.setBirthday.body!}
        collect={(field) => {
          const parts = datePartsOf((name) => field(`date.${name}`));
          const isSame = given && JSON.stringify(parts) === JSON.stringify(before);
          return changeable && !isSame ? { calendar, date: parts } : { calendar };
        }}
        submit={async (body) => {
          const { data, error } = await act({ customerId: 'me', ...body });
          if (data !== undefined) onClose(text('occasions.saved', { name: text('occasions.birthday') }));
          return error;
        }}
      >
        {({ busy }) => (
          <>
            <CalendarChoice value={calendar} onChange={setCalendar} />
            {changeable ? (
              <DateFields key={calendar} prefix="date." calendar={calendar} date={before} yearRequired />
            ) : given ? (
              <p className="text-16 font-semibold">
                <bdi>{date(given, 'date')}</bdi> · <bdi>{hijri(given, 'date')}</bdi>
              </p>
            ) : null}
            <p className="text-soft">
              {text(changeable ? 'occasions.birthday_once' : 'occasions.birthday_locked')}
            </p>
            <Button type="submit" look="primary" className="w-full" busy={busy}>
              {text('action.save')}
            </Button>
          </>
        )}
      </ContractForm>
    </Sheet>
  );
}

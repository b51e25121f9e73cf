import type { DateParts, OccasionCalendar } from '@wafa/contract';
import { gregorianMonths, hijriMonths } from '@wafa/i18n/core';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Field, SelectField } from '../../shared/ui/form.tsx';
import { Segmented } from '../../shared/ui/segmented.tsx';

/** A date as a form holds it: nothing chosen yet, or by its parts. */
type PartialDate = Partial<Omit<DateParts, 'year'>> & { year?: number | null };

interface CalendarChoiceProps {
  value: OccasionCalendar;
  onChange: (calendar: OccasionCalendar) => void;
}

export function CalendarChoice({ value, onChange }: CalendarChoiceProps) {
  const text = useText();
  return (
    <Segmented
      label={text('occasions.calendar')}
      value={value}
      onChange={onChange}
      choices={[
        { value: 'gregorian', label: text('occasions.gregorian') },
        { value: 'hijri', label: text('occasions.hijri') },
      ]}
    />
  );
}

interface DateFieldsProps {
  calendar: OccasionCalendar;
  /** What stands there at first. */
  date: PartialDate;
  yearRequired: boolean;
  /** Before the names of the fields, where the API has them in an object. */
  prefix?: string;
  onChange?: (part: 'month' | 'day', value: number) => void;
}

/** Day, month and year in the words of a calendar. A Hijri month has at most 30 days. */
export function DateFields({ calendar, date, yearRequired, prefix = '', onChange }: DateFieldsProps) {
  const text = useText();
  const { language, number } = useFormat();
  const months = calendar === 'hijri' ? hijriMonths(language) : gregorianMonths(language);
  const days = calendar === 'hijri' ? 30 : 31;
  return (
    <div className="grid grid-cols-[4fr_7fr_5fr] gap-3">
      <SelectField
        name={`${prefix}day`}
        label={text('occasions.day')}
        defaultValue={String(date.day ?? 1)}
        choices={Array.from({ length: days }, (_, index) => ({
          value: String(index + 1),
          label: number(index + 1),
        }))}
        onChange={(value) => onChange?.('day', Number(value))}
      />
      <SelectField
        name={`${prefix}month`}
        label={text('occasions.month')}
        defaultValue={String(date.month ?? 1)}
        choices={months.map((name, index) => ({ value: String(index + 1), label: name }))}
        onChange={(value) => onChange?.('month', Number(value))}
      />
      <Field
        name={`${prefix}year`}
        label={text(yearRequired ? 'occasions.year' : 'occasions.year_optional')}
        inputMode="numeric"
        autoComplete="off"
        defaultValue={date.year ? String(date.year) : null}
        required={yearRequired}
      />
    </div>
  );
}

/** The parts as the API takes them. */
export function datePartsOf(field: (name: string) => string | undefined) {
  const part = (name: string) => (field(name) === undefined ? undefined : Number(field(name)));
  return { year: part('year'), month: part('month'), day: part('day') };
}

import { type OccasionCalendar, type OccasionKind, type OutputOf, occasionKind } from '@wafa/contract';
import { gregorianMonths, hijriMonths } from '@wafa/i18n/core';
import { Alert, InputNumber, Select } from 'antd';
import { useId, useState } from 'react';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { asFailure, failureText, useFormat, useText } from '../../shared/hooks.ts';
import { useRested } from '../shared/rested.ts';

interface Sample {
  kind: OccasionKind;
  calendar: OccasionCalendar;
  year: number | null;
  month: number;
  day: number;
}

/** A day on which the two calendars plainly differ. */
const sample: Sample = { kind: 'birthday', calendar: 'hijri', year: 1410, month: 9, day: 12 };

/** When somebody's date falls next, and when its gift can be claimed, by the settings as they are saved. */
export function Preview() {
  const text = useText();
  const [date, setDate] = useState(sample);
  const { year, ...rest } = useRested(date, 300);
  const { data, error } = useRead(endpoints.occasions.preview, {
    ...rest,
    ...(year !== null && { year }),
    times: 4,
  });
  const failure = asFailure(error);
  return (
    <section className="panel p-4" aria-label={text('console.occasions.preview')}>
      <h2 className="text-16 font-semibold">{text('console.occasions.preview')}</h2>
      <p className="pb-3 text-soft">{text('console.occasions.preview_lead')}</p>
      <DateFields date={date} onChange={(change) => setDate({ ...date, ...change })} />
      <div className="pt-4" aria-live="polite">
        {failure ? <Alert type="warning" showIcon title={failureText(text, failure)} /> : null}
        {data && !failure ? <Falls data={data} kind={rest.kind} /> : null}
      </div>
    </section>
  );
}

function DateFields({ date, onChange }: { date: Sample; onChange: (change: Partial<Sample>) => void }) {
  const text = useText();
  const { language } = useFormat();
  const id = useId();
  const months = date.calendar === 'hijri' ? hijriMonths(language) : gregorianMonths(language);
  const field = (name: string, control: React.ReactNode) => (
    <div>
      <label htmlFor={`${id}-${name}`} className="block pb-1 text-soft">
        {text(`console.occasions.${name}`)}
      </label>
      {control}
    </div>
  );
  return (
    <div className="grid grid-cols-2 gap-3">
      {field(
        'kind',
        <Select
          id={`${id}-kind`}
          className="w-full"
          value={date.kind}
          options={occasionKind.options.map((value) => ({
            value,
            label: text(`console.occasions.kind_${value}`),
          }))}
          onChange={(kind) => onChange({ kind })}
        />,
      )}
      {field(
        'calendar',
        <Select
          id={`${id}-calendar`}
          className="w-full"
          value={date.calendar}
          options={(['gregorian', 'hijri'] as const).map((value) => ({
            value,
            label: text(`console.occasions.calendar_${value}`),
          }))}
          onChange={(calendar) =>
            onChange({
              ...(calendar === 'hijri' ? sample : { year: 1992, month: 2, day: 29 }),
              calendar,
              kind: date.kind,
            })
          }
        />,
      )}
      {field(
        'day_number',
        <InputNumber
          id={`${id}-day_number`}
          className="!w-full"
          min={1}
          max={31}
          precision={0}
          controls={false}
          value={date.day}
          onChange={(day) => day !== null && onChange({ day })}
        />,
      )}
      {field(
        'month',
        <Select
          id={`${id}-month`}
          className="w-full"
          value={date.month}
          options={months.map((label, at) => ({ value: at + 1, label }))}
          onChange={(month) => onChange({ month })}
        />,
      )}
      {field(
        'year',
        <InputNumber
          id={`${id}-year`}
          className="!w-full"
          min={1}
          max={2200}
          precision={0}
          controls={false}
          placeholder={text('console.occasions.every_year')}
          value={date.year}
          onChange={(year) => onChange({ year })}
        />,
      )}
    </div>
  );
}

function Falls({ data, kind }: { data: OutputOf<typeof endpoints.occasions.preview>; kind: OccasionKind }) {
  const text = useText();
  const { date, hijri } = useFormat();
  return (
    <>
      {data.given ? (
        <p className="pb-3">
          {text(`console.occasions.given_${kind}`, {
            gregorian: date(data.given, 'date'),
            hijri: hijri(data.given, 'date'),
          })}
        </p>
      ) : null}
      <ol className="grid gap-2">
        {data.occurrences.map((fall) => (
          <li key={fall.on} className="rounded-control bg-sunken px-3 py-2">
            <span className="flex flex-wrap justify-between gap-x-3 font-medium">
              <span>{date(fall.on, 'date')}</span>
              <span>{hijri(fall.on, 'date')}</span>
            </span>
            <span className="block text-12 text-soft">
              {text('console.occasions.window', {
                from: date(fall.claimFrom, 'day'),
                until: date(fall.claimUntil, 'date'),
              })}
              {fall.count === null ? null : (
                <span className="ms-2">{text('console.occasions.years_passed', { years: fall.count })}</span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

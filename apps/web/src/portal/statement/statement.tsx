import type { AccountStatement } from '@wafa/contract';
import type { Verdict } from '@wafa/proof';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../shared/api/api.ts';
import { useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { PageHeading } from '../../shared/ui/page-heading.tsx';
import { Segmented } from '../../shared/ui/segmented.tsx';
import { Pending } from '../../shared/ui/states.tsx';
import { Title } from '../../shared/ui/title.tsx';
import { type Period, type Preset, periodOf, today } from './periods.ts';
import { Sheet } from './sheet.tsx';
import './statement.css';
import { check, VerdictPanel } from './verdict.tsx';

/** A statement of points for a period: to read, print, download and verify on this device. */
export default function Statement() {
  const text = useText();
  const { data: me } = api.useMeQuery();
  const day = today(new Date(), me?.store.timeZone);
  const [chosen, setChosen] = useState<{ preset: Preset; period: Period }>();
  const { preset, period } = chosen ?? { preset: 'year', period: periodOf('year', day) };
  const { currentData: statement, error, refetch } = api.useStatementQuery(period, { skip: !me });
  return (
    <div className="statement-page desk:grid desk:grid-cols-12 desk:gap-x-5">
      <Title page={text('statement.title')} />
      <div className="unprinted desk:col-span-12">
        <PageHeading>{text('statement.title')}</PageHeading>
      </div>
      <div className="unprinted grid content-start gap-4 pb-6 desk:order-last desk:col-span-4 desk:ps-3">
        <PeriodChoice preset={preset} period={period} day={day} onChange={setChosen} />
        {statement ? <Actions key={JSON.stringify(period)} statement={statement} /> : null}
      </div>
      <div className="desk:col-span-8">
        {statement ? (
          <Sheet statement={statement} period={period} />
        ) : (
          <Pending error={error} retry={refetch} rows={6} />
        )}
      </div>
    </div>
  );
}

const presets = ['month', 'last', 'year', 'all'] as const;

function PeriodChoice({
  preset,
  period,
  day,
  onChange,
}: {
  preset: Preset;
  period: Period;
  day: string;
  onChange: (chosen: { preset: Preset; period: Period }) => void;
}) {
  const text = useText();
  const dates = (change: Period) => {
    const next = { ...period, ...change };
    // The end follows a beginning set after it, and the other way round.
    if (next.from && next.to && next.from > next.to)
      Object.assign(next, change.from ? { to: change.from } : { from: change.to });
    onChange({ preset: 'own', period: next });
  };
  return (
    <div className="grid gap-3">
      <Segmented
        label={text('statement.period')}
        value={preset}
        choices={presets.map((value) => ({ value, label: text(`statement.period.${value}`) }))}
        onChange={(value) => {
          if (value !== 'own') onChange({ preset: value, period: periodOf(value, day) });
        }}
      />
      <div className="grid grid-cols-2 gap-3">
        {(['from', 'to'] as const).map((end) => (
          <label key={end} className="grid gap-1 font-medium text-soft">
            {text(`statement.${end}`)}
            <input
              type="date"
              className="field-input min-w-0"
              max={day}
              value={period[end] ?? ''}
              onChange={(event) => dates({ [end]: event.target.value || undefined })}
            />
          </label>
        ))}
      </div>
    </div>
  );
}

function Actions({ statement }: { statement: AccountStatement }) {
  const text = useText();
  const [verdict, setVerdict] = useState<Verdict | 'checking' | null>(null);

  async function verify(): Promise<void> {
    setVerdict('checking');
    setVerdict(await check(statement.statement));
  }

  return (
    <>
      <div className="flex flex-wrap gap-3">
        <Button look="primary" busy={verdict === 'checking'} onClick={verify}>
          <Icon name="shield" size={20} />
          {text('statement.verify')}
        </Button>
        <Button onClick={() => print()}>
          <Icon name="receipt" size={20} />
          {text('statement.print')}
        </Button>
        <Button onClick={() => download(statement)}>
          <Icon name="download" size={20} />
          {text('statement.download')}
        </Button>
      </div>
      {verdict && verdict !== 'checking' ? <VerdictPanel verdict={verdict} /> : null}
      <Link
        to="/verify"
        className="inline-flex min-h-11 items-center font-semibold text-link hover:underline"
      >
        {text('statement.verify_title')}
      </Link>
    </>
  );
}

/** Hands over the part that proves itself: no name and no card number is in it. */
function download({ from, to, statement }: AccountStatement): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(
    new Blob([JSON.stringify(statement, null, 1)], { type: 'application/json' }),
  );
  link.download = `statement-${[from, to].filter(Boolean).join('-to-')}.json`;
  link.click();
  // Some browsers read the address only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

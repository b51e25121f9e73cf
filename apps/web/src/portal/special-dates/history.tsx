import type { OccasionRecord } from '@wafa/contract';
import { useState } from 'react';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Pages, PendingPage } from '../../shared/ui/pages.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';
import { Gift } from './claim.tsx';
import { giftWords } from './words.ts';

const perPage = 10;

function useRecords(page: number) {
  return useRead(endpoints.occasions.history, { customerId: 'me', page, limit: perPage });
}

/** What came of earlier occasions, newest first. */
export function History() {
  const text = useText();
  const { data } = useRecords(1);
  return (
    <section aria-labelledby="history">
      <SectionHeading id="history">{text('occasions.history')}</SectionHeading>
      {data?.total === 0 ? (
        <p className="text-soft">{text('occasions.history_empty')}</p>
      ) : (
        <Pages total={data?.total ?? 0} perPage={perPage} page={(page) => <RecordsPage page={page} />} />
      )}
    </section>
  );
}

function RecordsPage({ page }: { page: number }) {
  const { data, error, refetch } = useRecords(page);
  if (!data) return <PendingPage error={error} retry={refetch} />;
  return data.records.map((record) => <Row key={record.id} record={record} />);
}

function Row({ record }: { record: OccasionRecord }) {
  const text = useText();
  const { language, date, hijri } = useFormat();
  const [shown, setShown] = useState(false);
  return (
    <li className="flex min-h-14 items-center gap-3 border-t border-line py-2 first:border-0">
      <span className="min-w-0 flex-1">
        <span className="block font-semibold">
          <bdi>{record.name[language]}</bdi>
        </span>
        <span className="block text-12 text-soft">
          <bdi>{date(record.on, 'date')}</bdi> · <bdi>{hijri(record.on)}</bdi>
        </span>
        {record.redemption ? (
          <Button look="link" onClick={() => setShown(true)}>
            {text('occasions.show_code')}
          </Button>
        ) : null}
      </span>
      <span className="text-end">
        <span className={`block ${record.status === 'claimed' ? 'font-semibold' : 'text-faint'}`}>
          {record.gift ? <bdi>{giftWords(text, language, record.gift)}</bdi> : null}
        </span>
        <span className="block text-12 text-soft">
          {text(`occasions.status.${record.status}`, { date: date(record.at, 'short') })}
        </span>
      </span>
      {shown ? (
        <Sheet title={record.name[language]} onClose={() => setShown(false)}>
          <Gift record={record} />
        </Sheet>
      ) : null}
    </li>
  );
}

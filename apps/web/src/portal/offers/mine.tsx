import type { OfferClaim } from '@wafa/contract';
import { useState } from 'react';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { PendingPage } from '../../shared/ui/pages.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';
import { EmptyState, Pending } from '../../shared/ui/states.tsx';
import { Taken, TakenRow } from '../../shared/ui/taken.tsx';
import { CodeView } from './code-view.tsx';
import { benefitWords, whenOf } from './words.ts';

const perPage = 20;

function useTaken(status: 'open' | undefined, page = 1) {
  return useRead(endpoints.offers.history, {
    customerId: 'me',
    status,
    page,
    limit: status ? 100 : perPage,
  });
}

/** Offers that were taken: those still to be used, with their codes, then all before. */
export default function Mine() {
  const text = useText();
  const { language } = useFormat();
  const [opened, setOpened] = useState<OfferClaim | null>(null);
  const open = useTaken('open');
  const all = useTaken(undefined);
  if (!open.data || !all.data) {
    const error = open.error ?? all.error;
    return (
      <div className="pt-6">
        <Pending error={error} retry={open.error ? open.refetch : all.refetch} rows={4} />
      </div>
    );
  }
  if (all.data.total === 0) {
    return (
      <div className="pt-6">
        <EmptyState icon="tag" title={text('offers.mine_empty')}>
          {text('offers.mine_empty_text')}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="max-w-[44rem]">
      <Taken
        total={all.data.total}
        perPage={perPage}
        open={{
          title: text('offers.mine_open'),
          count: open.data.total,
          rows: open.data.offers.map((claim) => (
            <Row key={claim.id} claim={claim} onOpen={() => setOpened(claim)} />
          )),
        }}
        before={{ title: text('offers.mine_done'), page: (page) => <BeforePage page={page} /> }}
      />
      {opened ? (
        <Sheet title={opened.name[language]} onClose={() => setOpened(null)}>
          <CodeView code={opened.code} onLeave={() => setOpened(null)} />
        </Sheet>
      ) : null}
    </div>
  );
}

/** Offers that ended; those still open stand above them. */
function BeforePage({ page }: { page: number }) {
  const { data, error, refetch } = useTaken(undefined, page);
  if (!data) return <PendingPage error={error} retry={refetch} />;
  return data.offers
    .filter(({ status }) => status !== 'open')
    .map((claim) => <Row key={claim.id} claim={claim} />);
}

function Row({ claim, onOpen }: { claim: OfferClaim; onOpen?: () => void }) {
  const text = useText();
  const format = useFormat();
  return (
    <TakenRow onOpen={onOpen}>
      <Icon name="tag" className={onOpen ? 'text-primary' : 'text-faint'} />
      <span className="min-w-0">
        <span className="block font-semibold">
          <bdi>{claim.name[format.language]}</bdi>
        </span>
        <span className="block text-12 text-soft">
          {benefitWords(text, format, claim.benefit, claim.currency)} · {whenOf(text, format, claim)}
        </span>
      </span>
      {claim.status === 'redeemed' && claim.discount > 0 ? (
        <span className="text-end text-success">
          {text('offers.saved', { amount: format.money(claim.discount, claim.currency) })}
        </span>
      ) : (
        <span />
      )}
    </TakenRow>
  );
}

import type { OfferClaim } from '@wafa/contract';
import { useState } from 'react';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { Pages, PendingPage } from '../../shared/ui/pages.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';
import { EmptyState, ErrorState, Loading, RowsSkeleton } from '../../shared/ui/states.tsx';
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
        {error ? (
          <ErrorState error={error} retry={open.error ? open.refetch : all.refetch} />
        ) : (
          <Loading>
            <RowsSkeleton rows={4} />
          </Loading>
        )}
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
      {open.data.total > 0 ? (
        <section aria-labelledby="open">
          <SectionHeading id="open">{text('offers.mine_open')}</SectionHeading>
          <ul className="panel px-4">
            {open.data.offers.map((claim) => (
              <Row key={claim.id} claim={claim} onOpen={() => setOpened(claim)} />
            ))}
          </ul>
        </section>
      ) : null}
      {all.data.total > open.data.total ? (
        <section aria-labelledby="before">
          <SectionHeading id="before">{text('offers.mine_done')}</SectionHeading>
          <Pages
            className="panel px-4 empty:hidden"
            total={all.data.total}
            perPage={perPage}
            page={(page) => <BeforePage page={page} />}
          />
        </section>
      ) : null}
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
  const body = (
    <>
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
      {onOpen ? <Icon name="chevron" size={20} className="text-faint" /> : <span className="w-5" />}
    </>
  );
  const look =
    'grid w-full min-h-[72px] grid-cols-[auto_minmax(0,1fr)_auto_auto] items-center gap-3 py-3 text-start';
  return (
    <li className="border-t border-line first:border-0">
      {onOpen ? (
        <button type="button" className={`${look} rounded-control hover:text-link`} onClick={onOpen}>
          {body}
        </button>
      ) : (
        <div className={look}>{body}</div>
      )}
    </li>
  );
}

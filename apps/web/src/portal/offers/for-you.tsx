import { contract, type OfferClaim, type PersonalOffer } from '@wafa/contract';
import { useState } from 'react';
import { useAct } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ContractForm, Field } from '../../shared/ui/form.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';
import { EmptyState, Pending, RowsSkeleton } from '../../shared/ui/states.tsx';
import { CodeView } from './code-view.tsx';
import { OfferPanel, panelAction } from './offer-panel.tsx';
import { OfferRow } from './offer-row.tsx';
import OfferSheet from './offer-sheet.tsx';
import { usePersonalOffers } from './offered.ts';
import { Products } from './products.tsx';

/** What is offered to the customer now, products to buy, and a place for a code of the store. */
export default function ForYou() {
  const { data, error, refetch } = usePersonalOffers();
  const [opened, setOpened] = useState<PersonalOffer | null>(null);
  if (!data) {
    return (
      <div className="pt-6">
        <Pending error={error} retry={refetch}>
          <div className="skeleton mb-6 h-36 rounded-panel" />
          <RowsSkeleton rows={4} />
        </Pending>
      </div>
    );
  }
  return (
    <div className="desk:grid desk:grid-cols-12 desk:gap-x-5">
      <div className="desk:col-span-7">
        <Offered offers={data.offers} onOpen={setOpened} />
        <StoreCode />
      </div>
      <div className="desk:col-span-5 desk:ps-8">
        <Products kind="buy_again" products={data.recommendations} />
        <Products kind="discover" products={data.recommendations} />
      </div>
      {opened ? <OfferSheet offer={opened} onClose={() => setOpened(null)} /> : null}
    </div>
  );
}

interface OfferedProps {
  offers: readonly PersonalOffer[];
  onOpen: (offer: PersonalOffer) => void;
}

function Offered({ offers, onOpen }: OfferedProps) {
  const text = useText();
  const [best, ...others] = offers;
  if (!best) {
    return (
      <div className="pt-6">
        <EmptyState icon="tag" title={text('offers.empty')}>
          {text('offers.empty_text')}
        </EmptyState>
      </div>
    );
  }
  return (
    <>
      <section aria-labelledby="best">
        <SectionHeading id="best">{text('offers.best')}</SectionHeading>
        <OfferPanel offer={best} heading="h3">
          <button type="button" className={panelAction} onClick={() => onOpen(best)}>
            {text(best.claim ? 'offers.show_code' : best.claimNeeded ? 'offers.claim' : 'offers.open')}
          </button>
        </OfferPanel>
      </section>
      {others.length > 0 ? (
        <section aria-labelledby="more">
          <SectionHeading id="more">{text('offers.more')}</SectionHeading>
          <ul className="panel px-4">
            {others.map((offer) => (
              <OfferRow key={offer.id} offer={offer} onOpen={() => onOpen(offer)} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

/** A code that the store gave on paper or in a message; it becomes an offer of one's own. */
function StoreCode() {
  const text = useText();
  const { act } = useAct(endpoints.offers.claim);
  const [taken, setTaken] = useState<OfferClaim | null>(null);
  return (
    <section aria-labelledby="store-code">
      <SectionHeading id="store-code">{text('offers.have_code')}</SectionHeading>
      <ContractForm
        className="grid gap-3 desk:max-w-[26rem]"
        schema={contract.offers.claim.body!}
        collect={(field) => ({ code: field('code') ?? '' })}
        submit={async (body) => {
          const { data, error } = await act(body);
          if (data) setTaken(data.claim);
          return error;
        }}
      >
        {({ busy }) => (
          <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3">
            <Field name="code" label={text('offers.enter_code')} autoComplete="off" required />
            <Button type="submit" className="!min-h-12" busy={busy}>
              {text('offers.take_code')}
            </Button>
          </div>
        )}
      </ContractForm>
      {taken ? <TakenSheet claim={taken} onClose={() => setTaken(null)} /> : null}
    </section>
  );
}

function TakenSheet({ claim, onClose }: { claim: OfferClaim; onClose: () => void }) {
  const text = useText();
  return (
    <Sheet title={text('offers.claimed')} onClose={onClose}>
      <CodeView code={claim.code} onLeave={onClose} />
    </Sheet>
  );
}

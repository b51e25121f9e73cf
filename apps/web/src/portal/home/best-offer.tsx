import type { PersonalOffer } from '@wafa/contract';
import { lazy, Suspense, useState } from 'react';
import { useText } from '../../shared/hooks.ts';
import { useIsOn } from '../capabilities.ts';
import { OfferPanel, panelAction } from '../offers/offer-panel.tsx';
import { usePersonalOffers } from '../offers/offered.ts';

const OfferSheet = lazy(() => import('../offers/offer-sheet.tsx'));

/** The offer that fits best, ready to be claimed; nothing while there is none. */
export function BestOffer() {
  const text = useText();
  const { data } = usePersonalOffers(!useIsOn()('offers'));
  // The offer itself: once claimed, another may be the best, and its code must stay in sight.
  const [opened, setOpened] = useState<PersonalOffer | null>(null);
  const best = data?.offers[0];
  return (
    <>
      {best ? (
        <section aria-label={text('home.offer')} className="pt-4 desk:pt-6">
          <OfferPanel offer={best} heading="h2">
            <button type="button" className={panelAction} onClick={() => setOpened(best)}>
              {text(
                best.claim ? 'home.offer_code' : best.claimNeeded ? 'home.offer_claim' : 'home.offer_open',
              )}
            </button>
          </OfferPanel>
        </section>
      ) : null}
      {opened ? (
        <Suspense fallback={null}>
          <OfferSheet offer={opened} onClose={() => setOpened(null)} />
        </Suspense>
      ) : null}
    </>
  );
}

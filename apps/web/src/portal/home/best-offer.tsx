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
  const [open, setOpen] = useState(false);
  const best = data?.offers[0];
  if (!best) return null;
  return (
    <section aria-label={text('home.offer')} className="pt-4 desk:pt-6">
      <OfferPanel offer={best}>
        <button type="button" className={panelAction} onClick={() => setOpen(true)}>
          {text(best.claim ? 'home.offer_code' : best.claimNeeded ? 'home.offer_claim' : 'home.offer_open')}
        </button>
      </OfferPanel>
      {open ? (
        <Suspense fallback={null}>
          <OfferSheet offer={best} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}

import type { ApiFailure } from '@wafa/client';
import type { PersonalOffer } from '@wafa/contract';
import { useState } from 'react';
import { useAct } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Refusal } from '../../shared/ui/notice.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';
import { CodeView } from './code-view.tsx';
import './texts.ts';
import { benefitWords, termsOf } from './words.ts';

/** An offer in full: what it gives, on what terms and why; then, once claimed, its code. */
export default function OfferSheet({ offer, onClose }: { offer: PersonalOffer; onClose: () => void }) {
  const text = useText();
  const format = useFormat();
  const [claim, setClaim] = useState<{ code: string | null } | null>(null);
  const held = claim ?? offer.claim;
  const terms = termsOf(text, format, offer);
  return (
    <Sheet title={claim ? text('offers.claimed') : offer.name[format.language]} onClose={onClose}>
      <div className="grid gap-1">
        <p className="text-24 font-semibold">
          {claim ? (
            <bdi>{offer.name[format.language]}</bdi>
          ) : (
            benefitWords(text, format, offer.benefit, offer.currency)
          )}
        </p>
        {offer.description ? (
          <p className="text-16 whitespace-pre-line">
            <bdi>{offer.description[format.language]}</bdi>
          </p>
        ) : null}
        {terms.length > 0 ? <p className="text-soft">{terms.join(' · ')}</p> : null}
      </div>
      {held || !offer.claimNeeded ? (
        <CodeView code={held?.code ?? null} onLeave={onClose} />
      ) : (
        <Claim offer={offer} onClaimed={setClaim} />
      )}
      {claim ? null : <Reasons offer={offer} />}
    </Sheet>
  );
}

interface ClaimProps {
  offer: PersonalOffer;
  onClaimed: (claim: { code: string | null }) => void;
}

function Claim({ offer, onClaimed }: ClaimProps) {
  const text = useText();
  const { act, busy } = useAct(endpoints.offers.claim);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  async function claim(): Promise<void> {
    setFailure(null);
    const { data, error } = await act({ offerId: offer.id });
    if (data) onClaimed(data.claim);
    else setFailure(error ?? null);
  }
  return (
    <>
      <Refusal failure={failure} />
      <Button look="primary" className="w-full !min-h-12 text-16" busy={busy} onClick={claim}>
        {text('offers.claim')}
      </Button>
    </>
  );
}

function Reasons({ offer }: { offer: PersonalOffer }) {
  const text = useText();
  const { language, money } = useFormat();
  return (
    <section aria-labelledby="reasons" className="border-t border-line pt-3">
      <h3 id="reasons" className="pb-1 font-semibold">
        {text('offers.reasons')}
      </h3>
      <ul className="grid gap-1">
        {offer.reasons.map((reason) => (
          <li key={reason.kind} className="flex gap-2 text-soft">
            <Icon name="check" size={20} className="text-primary" />
            <bdi>{reason.text[language]}</bdi>
          </li>
        ))}
      </ul>
      {offer.expectedBenefit > 0 ? (
        <p className="pt-2 text-12 text-soft">
          {text('offers.expected', { amount: money(offer.expectedBenefit, offer.currency) })}
        </p>
      ) : null}
    </section>
  );
}

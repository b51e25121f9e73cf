import { Girih } from '@wafa/card';
import type { PersonalOffer } from '@wafa/contract';
import { lastMoment } from '@wafa/i18n/core';
import type { ReactNode } from 'react';
import { useFormat, useText } from '../../shared/hooks.ts';

interface OfferPanelProps {
  offer: PersonalOffer;
  /** Which level its name has on the page. */
  heading: 'h2' | 'h3';
  /** The one thing to press. */
  children: ReactNode;
}

/** The best offer, on the store's own colour: the reason, what it is, until when, and one thing to press. */
export function OfferPanel({ offer, heading: Heading, children }: OfferPanelProps) {
  const text = useText();
  const { language, date } = useFormat();
  return (
    <article className="relative isolate grid gap-1 overflow-hidden rounded-panel bg-deep p-5 text-on-deep">
      <span className="offer-girih" aria-hidden="true">
        <Girih />
      </span>
      <p className="text-on-deep-soft">
        <bdi>{offer.reasons[0]?.text[language]}</bdi>
      </p>
      <Heading className="text-20 font-semibold">
        <bdi>{offer.name[language]}</bdi>
      </Heading>
      <div className="mt-2 flex items-center justify-between gap-4">
        <span>
          {offer.endsAt
            ? text('home.offer_until', { date: date(lastMoment(offer.endsAt), 'weekday') })
            : null}
        </span>
        {children}
      </div>
    </article>
  );
}

/** How the one thing to press looks on the store's colour. */
export const panelAction =
  'inline-flex min-h-11 flex-none items-center rounded-control bg-[#f5e7c8] px-5 font-semibold text-[#2b1f04] hover:bg-[#fbf3df]';

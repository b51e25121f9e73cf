import type { Offer } from '@wafa/contract';
import { useText } from '../../../shared/hooks.ts';
import { Mark } from '../../shared/mark.tsx';

/** What customers find of an offer now: its status, and where that is active, whether its time has come. */
export function stateOf(offer: Pick<Offer, 'status' | 'startsAt' | 'endsAt'>, now: number): string {
  if (offer.status !== 'active') return offer.status;
  if (offer.endsAt && Date.parse(offer.endsAt) <= now) return 'over';
  return offer.startsAt && Date.parse(offer.startsAt) > now ? 'planned' : 'active';
}

const looks: Readonly<Record<string, 'good' | 'now' | 'warn'>> = {
  active: 'good',
  planned: 'now',
  paused: 'warn',
};

export function OfferState({ offer }: { offer: Pick<Offer, 'status' | 'startsAt' | 'endsAt'> }) {
  const text = useText();
  const state = stateOf(offer, Date.now());
  return <Mark look={looks[state] ?? 'quiet'}>{text(`console.offers.state_${state}`)}</Mark>;
}

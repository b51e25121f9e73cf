import type { OfferObstacle, OfferTerms } from '@wafa/contract';
import type { StoredOffer } from '../state/sql.ts';
import { type State, stateOf } from '../state/state.ts';
import type { ClaimRow, CodeRow } from '../types.ts';
import { obstacleOf, type Situation } from './rules/eligibility.ts';

/** The way by which a basket comes to an offer. */
export interface Route {
  offer: StoredOffer;
  /** Of the claim where there is one, else those in force. */
  terms: OfferTerms;
  customerId: string | null;
  /** The claim that is used. */
  claim?: ClaimRow;
  /** The code that was named, as it is read. */
  code: string | null;
  codeRow?: CodeRow;
  /** Whether the offer itself was asked for. */
  isAsked: boolean;
}

export interface Named {
  routes: Route[];
  /** Codes that the store does not have. */
  unknown: string[];
}

interface Asked {
  customerId: string | undefined;
  /** Folded. */
  codes: readonly string[];
  /** Left out: every offer of the state. */
  offerIds: readonly string[] | undefined;
}

/** The ways to the offers of a basket: one for each offer, by a code where one was named. */
export function nameOffers(state: State, { customerId, codes, offerIds }: Asked): Named {
  const byOffer = new Map<string, CodeRow>();
  for (const code of codes) {
    const row = state.codes.get(code);
    if (row && !byOffer.has(row.offerId)) byOffer.set(row.offerId, row);
  }
  const wanted = [...state.offers.values()].filter(
    (offer) => offerIds === undefined || offerIds.includes(offer.id) || byOffer.has(offer.id),
  );
  return {
    unknown: codes.filter((code) => !state.codes.has(code)),
    routes: wanted.map((offer) =>
      routeTo(state, offer, {
        customerId: customerId ?? null,
        codeRow: byOffer.get(offer.id),
        isAsked: offerIds?.includes(offer.id) ?? false,
      }),
    ),
  };
}

/** The way of a customer to an offer; an open claim of theirs is used first, the one behind the code before all. */
export function routeTo(
  state: State,
  offer: StoredOffer,
  {
    customerId,
    codeRow,
    isAsked,
  }: { customerId: string | null; codeRow?: CodeRow | undefined; isAsked: boolean },
): Route {
  const open =
    customerId === null ? [] : state.claims(customerId).filter((claim) => claim.offerId === offer.id);
  const isOwn = codeRow && codeRow.kind !== 'shared';
  const claim = isOwn ? open.find(({ id }) => id === codeRow.claimId) : open[0];
  const terms = claim?.terms ?? offer.terms;
  return { offer, terms, customerId, claim, code: codeRow?.shown ?? claim?.code ?? null, codeRow, isAsked };
}

/** Whether the caller named the offer or a code of it, and so is told whatever stands in the way. */
export const isOffered = ({ isAsked, codeRow }: Route): boolean => isAsked || codeRow !== undefined;

/**
 * The first thing on the way, the basket aside. A code of another customer's claim answers as used.
 * @param byName what is meant where neither a code nor a claim leads there: to use the offer, or to claim it
 */
export function routeObstacle(
  state: State,
  route: Route,
  situation: Omit<Situation, 'taker' | 'by'>,
  byName: 'name' | 'claiming' = 'name',
): OfferObstacle | undefined {
  const { offer, claim, codeRow, customerId } = route;
  if (codeRow && codeRow.claimId !== null && !claim) return usedUp(codeRow, situation.at);
  return obstacleOf(stateOf(offer, claim), {
    ...situation,
    taker: customerId === null ? null : state.taker(offer, customerId),
    by: claim ? 'claim' : codeRow ? 'code' : byName,
  });
}

function usedUp({ claimStatus, claimExpiresAt }: CodeRow, at: Date): OfferObstacle {
  const isOver = claimStatus === 'open' && claimExpiresAt !== null && claimExpiresAt <= at;
  return isOver || claimStatus === 'lapsed' ? 'code_lapsed' : 'code_used';
}

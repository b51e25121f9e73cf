import type { InputOf, OfferReport, OutputOf, offersContract } from '@wafa/contract';
import { liftOf } from '@wafa/predict';
import type { Ctx } from '../../../platform/context.ts';
import * as settings from '../../settings/index.ts';
import { requireOffer } from '../catalogue/offers.ts';
import type { OfferRow } from '../types.ts';
import { type ArmRow, readArms, readDays, readFigures } from './sql.ts';

/** What an offer cost and brought; the lift compares the groups as they were assigned (intention to treat). */
export async function report(
  ctx: Ctx,
  input: InputOf<typeof offersContract.report>,
): Promise<OutputOf<typeof offersContract.report>> {
  const [offer, { currency, timeZone }] = await Promise.all([
    requireOffer(ctx, input.offerId),
    settings.store(ctx),
  ]);
  const until = untilOf(offer, ctx.now);
  const [figures, daily, arms] = await Promise.all([
    readFigures(ctx.tx, ctx.storeId, offer.id),
    readDays(ctx.tx, ctx.storeId, offer.id, timeZone),
    offer.holdoutPercent > 0 ? readArms(ctx.tx, ctx.storeId, offer.id, until) : [],
  ]);
  const { points, ...rest } = figures;
  return {
    offerId: offer.id,
    currency,
    from: (offer.startedAt ?? offer.createdAt).toISOString(),
    to: until.toISOString(),
    ...rest,
    bonusPoints: points,
    daily,
    lift: presentLift(arms),
  };
}

/** An ended offer is judged until it ended: later revenue would only water the difference down. */
function untilOf({ terms, endedAt }: OfferRow, now: Date): Date {
  const ended = endedAt ?? now;
  const end = terms.endsAt ? new Date(terms.endsAt) : ended;
  return end < ended ? end : ended;
}

function presentLift(arms: readonly ArmRow[]): OfferReport['lift'] {
  const treated = arms.find((arm) => !arm.isHeldOut);
  const control = arms.find((arm) => arm.isHeldOut);
  const lift = treated && control && liftOf(treated, control);
  if (!lift) return null;
  return {
    treated: treated.size,
    control: control.size,
    treatedMean: treated.mean,
    controlMean: control.mean,
    perCustomer: lift.perMember,
    perCustomerInterval: lift.perMemberInterval,
    total: lift.total,
    totalInterval: lift.totalInterval,
    adjusted: lift.adjusted,
    controlRedemptions: control.used,
  };
}

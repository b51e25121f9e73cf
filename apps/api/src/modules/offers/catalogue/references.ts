import type { OfferAudience, OfferTerms } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as segments from '../../segments/index.ts';
import * as settings from '../../settings/index.ts';

type Named = Pick<OfferTerms, 'audience' | 'excludedSegments'> & Partial<Pick<OfferTerms, 'locations'>>;

/** Refuses terms that name a tier, segment or location the store does not have. */
export async function checkReferences(ctx: Ctx, terms: Named): Promise<void> {
  await Promise.all([
    checkTiers(ctx, terms.audience),
    checkSegments(ctx, terms),
    checkLocations(ctx, terms.locations ?? []),
  ]);
}

async function checkTiers(ctx: Ctx, audience: OfferAudience): Promise<void> {
  if (audience.kind !== 'tiers') return;
  const { standard } = await loyalty.programmes(ctx);
  const known = new Set(standard.tiers.map((tier) => tier.key));
  const unknown = audience.tiers.findIndex((key) => !known.has(key));
  if (unknown >= 0) throw new AppError('tier_unknown', { field: `audience.tiers.${unknown}` });
}

async function checkSegments(ctx: Ctx, { audience, excludedSegments }: Named): Promise<void> {
  const meant = audience.kind === 'segments' ? audience.segments : [];
  if (meant.length + excludedSegments.length === 0) return;
  const known = await segments.keysInUse(ctx);
  for (const [field, keys] of [
    ['audience.segments', meant],
    ['excludedSegments', excludedSegments],
  ] as const) {
    const place = keys.findIndex((key) => !known.has(key));
    if (place >= 0) throw new AppError('segment_unknown', { field: `${field}.${place}` });
  }
}

async function checkLocations(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const known = await settings.locations(ctx);
  const place = ids.findIndex((id) => !known.has(id));
  if (place >= 0) throw new AppError('location_unknown', { field: `locations.${place}` });
}

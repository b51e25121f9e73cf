import type { InputOf, OutputOf, offersContract } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { requireOffer } from '../catalogue/offers.ts';
import { checkReferences } from '../catalogue/references.ts';
import { countAudience, countPeople, listPeople, putPeople, removePeople } from './sql.ts';

type Contract = typeof offersContract;

/** How many customers an audience has now, and about how many of them a control group would keep away. */
export async function previewAudience(
  ctx: Ctx,
  input: InputOf<Contract['previewAudience']>,
): Promise<OutputOf<Contract['previewAudience']>> {
  const { audience, excludedSegments, holdoutPercent, offerId } = input;
  await checkReferences(ctx, { audience, excludedSegments });
  if (offerId !== undefined) await requireOffer(ctx, offerId);
  const query = { audience, excludedSegments, offerId: offerId ?? null };
  const found = await countAudience(ctx.tx, ctx.storeId, query);
  return { customers: found, heldOut: Math.round((found * holdoutPercent) / 100) };
}

/** Names customers for an offer or against it; references that name nobody are told and change nothing. */
export async function changeCustomers(
  ctx: Ctx,
  input: InputOf<Contract['changeCustomers']>,
): Promise<OutputOf<Contract['changeCustomers']>> {
  const { offerId, choose, exclude, remove } = input;
  const refs = [...choose, ...exclude, ...remove];
  const [, known] = await Promise.all([requireOffer(ctx, offerId), customers.resolveMany(ctx, refs)]);
  const idsOf = (named: readonly string[]) => [...new Set(named.flatMap((ref) => known.get(ref)?.id ?? []))];
  await Promise.all([
    removePeople(ctx.tx, ctx.storeId, offerId, idsOf(remove)),
    putPeople(ctx.tx, ctx.storeId, offerId, idsOf(choose), false, ctx.now),
    putPeople(ctx.tx, ctx.storeId, offerId, idsOf(exclude), true, ctx.now),
  ]);
  ctx.audit({
    action: 'offers.changeCustomers',
    entity: 'offer',
    entityId: offerId,
    after: { chosen: idsOf(choose).length, excluded: idsOf(exclude).length, removed: idsOf(remove).length },
  });
  const counted = await countPeople(ctx.tx, ctx.storeId, offerId);
  return { ...counted, unknown: [...new Set(refs.filter((ref) => !known.has(ref)))] };
}

/** Customers an offer names. */
export async function list(
  ctx: Ctx,
  input: InputOf<Contract['customers']>,
): Promise<OutputOf<Contract['customers']>> {
  const page = settings.pageOf(input);
  const [, { rows, total }] = await Promise.all([
    requireOffer(ctx, input.offerId),
    listPeople(ctx.tx, ctx.storeId, input, page),
  ]);
  return {
    customers: rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
    ...settings.pageFacts(page, total),
  };
}

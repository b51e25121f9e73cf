import type { InputOf, OutputOf, offersContract } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { byteOrderMark, csvLine } from '../../../platform/csv.ts';
import type { Download, PageRunner } from '../../../platform/http/bind.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { requireOffer } from '../catalogue/offers.ts';
import { presentClaim } from '../present.ts';
import { type ClaimFilter, claimsAfter, listClaims } from './sql.ts';

type Contract = typeof offersContract;

/** What a customer claimed, used and let lapse, newest first. */
export async function history(
  ctx: Ctx,
  input: InputOf<Contract['history']>,
): Promise<OutputOf<Contract['history']>> {
  const customerId = await customers.require(ctx, input.customerId);
  const { claims, ...page } = await list(ctx, { customerId, status: input.status }, input);
  return { offers: claims, ...page };
}

/** Who took an offer, newest first. */
export async function redemptions(
  ctx: Ctx,
  input: InputOf<Contract['redemptions']>,
): Promise<OutputOf<Contract['redemptions']>> {
  await requireOffer(ctx, input.offerId);
  return list(ctx, input, input);
}

async function list(
  ctx: Ctx,
  { customerId, offerId, status, from, to }: Omit<ClaimFilter, 'at'>,
  paging: Parameters<typeof settings.pageOf>[0],
) {
  const page = settings.pageOf(paging);
  const [{ currency }, { rows, total }] = await Promise.all([
    settings.store(ctx),
    listClaims(ctx.tx, ctx.storeId, { customerId, offerId, status, from, to, at: ctx.now }, page),
  ]);
  return {
    claims: rows.map((row) => presentClaim(row, currency, ctx.now)),
    ...settings.pageFacts(page, total),
  };
}

const pageSize = 1000;
const columns = [
  'claimId',
  'customerId',
  'code',
  'status',
  'claimedAt',
  'expiresAt',
  'redeemedAt',
  'orderId',
  'discount',
  'currency',
  'bonusPoints',
];

/** Who took an offer, as CSV; each page is read in a short transaction of its own. */
export async function exportRedemptions(
  page: PageRunner,
  input: InputOf<Contract['exportRedemptions']>,
): Promise<Download> {
  const { key } = await page((ctx) => requireOffer(ctx, input.offerId));
  async function* rows() {
    yield byteOrderMark + csvLine(columns);
    let after: { claimedAt: Date; id: string } | undefined;
    for (;;) {
      const found = await page(async (ctx) => {
        const { currency } = await settings.store(ctx);
        const claims = await claimsAfter(ctx.tx, ctx.storeId, { ...input, at: ctx.now }, after, pageSize);
        after = claims.at(-1);
        return claims.map((row) => presentClaim(row, currency, ctx.now));
      });
      for (const row of found)
        yield csvLine([
          row.id,
          row.customerId,
          row.code,
          row.status,
          row.claimedAt,
          row.expiresAt,
          row.redeemedAt,
          row.orderId,
          row.discount,
          row.currency,
          row.bonusPoints,
        ]);
      if (found.length < pageSize) return;
    }
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: `offer-${key}.csv`, chunks: rows() };
}

import type { InputOf, OutputOf, offersContract } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { byteOrderMark, csvLine } from '../../../platform/csv.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Download, PageRunner } from '../../../platform/http/bind.ts';
import * as settings from '../../settings/index.ts';
import { foldCode, newCode, newCodeBytes } from '../claims/codes.ts';
import { insertCodes } from '../claims/sql.ts';
import { requireOffer } from './offers.ts';
import { countCodes } from './sql.ts';
import { codesAfter, listCodes } from './sql-codes.ts';

type Contract = typeof offersContract;

/** Makes single-use codes or takes over own ones; a code that any offer of the store has is left out. */
export async function addCodes(
  ctx: Ctx,
  input: InputOf<Contract['addCodes']>,
): Promise<OutputOf<Contract['addCodes']>> {
  const offer = await requireOffer(ctx, input.offerId);
  if (offer.codeMode !== 'single') throw new AppError('offer_not_of_codes', { field: 'offerId' });
  if (offer.status === 'ended' || offer.status === 'archived')
    throw new AppError('offer_ended', { field: 'offerId' });
  const shown = input.codes ?? made(ctx, input.generate ?? 0);
  const before = (await countCodes(ctx.tx, ctx.storeId, [offer.id])).get(offer.id);
  // Of two that read alike the first stands.
  const folded = new Map(shown.map((code) => [foldCode(code), code.toUpperCase()] as const).reverse());
  const added = await insertCodes(
    ctx.tx,
    ctx.storeId,
    ctx.now,
    offer.id,
    [...folded].map(([code, text], n) => ({
      code,
      shown: text,
      kind: 'single',
      claimId: null,
      position: (before?.codes ?? 0) + n,
    })),
  );
  ctx.audit({ action: 'offers.addCodes', entity: 'offer', entityId: offer.id, after: { added } });
  return { added, known: shown.length - added, left: (before?.left ?? 0) + added };
}

const made = (ctx: Ctx, count: number): string[] =>
  Array.from({ length: count }, () => newCode(ctx.randomBytes(newCodeBytes)));

/** Codes of an offer and what became of them, in the order in which they are handed out. */
export async function codes(
  ctx: Ctx,
  input: InputOf<Contract['codes']>,
): Promise<OutputOf<Contract['codes']>> {
  const page = settings.pageOf(input);
  await requireOffer(ctx, input.offerId);
  const { rows, total } = await listCodes(ctx.tx, ctx.storeId, input.offerId, page);
  return {
    codes: rows.map(({ position: _, folded: __, addedAt, ...row }) => ({
      ...row,
      addedAt: addedAt.toISOString(),
    })),
    ...settings.pageFacts(page, total),
  };
}

const pageSize = 1000;

/** The same as CSV; each page is read in a short transaction of its own. */
export async function exportCodes(
  page: PageRunner,
  input: InputOf<Contract['exportCodes']>,
): Promise<Download> {
  const { key } = await page((ctx) => requireOffer(ctx, input.offerId));
  async function* rows() {
    yield byteOrderMark + csvLine(['code', 'state', 'customerId', 'addedAt']);
    let after: { position: number; code: string } | undefined;
    for (;;) {
      const found = await page((ctx) => codesAfter(ctx.tx, ctx.storeId, input.offerId, after, pageSize));
      for (const row of found)
        yield csvLine([row.code, row.state, row.customerId, row.addedAt.toISOString()]);
      const last = found.at(-1);
      if (!last || found.length < pageSize) return;
      after = { position: last.position, code: last.folded };
    }
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: `codes-${key}.csv`, chunks: rows() };
}

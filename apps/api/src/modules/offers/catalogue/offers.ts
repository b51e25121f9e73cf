import type { InputOf, Offer, OfferTerms, OutputOf, offersContract } from '@wafa/contract';
import { issueMessage } from '@wafa/i18n';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { foldCode } from '../claims/codes.ts';
import { both } from '../present.ts';
import type { OfferRow } from '../types.ts';
import { checkReferences } from './references.ts';
import { belowUsed, type Fault, faultOf, fixedField, isLimited, keyFrom, mayBecome } from './rules.ts';
import {
  countCodes,
  findOffer,
  insertOffer,
  insertVersion,
  listOffers,
  lockOffer,
  putSharedCode,
  readUses,
  readVersions,
  updateOffer,
  wasTaken,
} from './sql.ts';

type Contract = typeof offersContract;

/** Offers of the store for its staff, by page. */
export async function list(ctx: Ctx, input: InputOf<Contract['list']>): Promise<OutputOf<Contract['list']>> {
  const page = settings.pageOf(input);
  const { rows, total } = await listOffers(ctx.tx, ctx.storeId, input, page);
  return { offers: await present(ctx, rows), ...settings.pageFacts(page, total) };
}

export async function get(ctx: Ctx, input: InputOf<Contract['get']>): Promise<Offer> {
  return show(ctx, await requireOffer(ctx, input.offerId));
}

/** An offer of the store. @throws AppError not_found */
export async function requireOffer(ctx: Ctx, offerId: string): Promise<OfferRow> {
  const row = await findOffer(ctx.tx, ctx.storeId, offerId);
  if (!row) throw new AppError('not_found', { field: 'offerId' });
  return row;
}

/** Makes an offer as a draft; nobody sees it until it is started. */
export async function create(ctx: Ctx, input: InputOf<Contract['create']>): Promise<Offer> {
  const { key, currency, ...terms } = input;
  await checkCurrency(ctx, currency);
  return make(ctx, terms, key);
}

/** A draft with the terms of an offer, without its dates and codes; whom it names by hand stays behind. */
export async function duplicate(ctx: Ctx, input: InputOf<Contract['duplicate']>): Promise<Offer> {
  const { terms } = await requireOffer(ctx, input.offerId);
  const isShared = terms.codeMode === 'shared';
  return make(ctx, {
    ...terms,
    startsAt: null,
    endsAt: null,
    // A code leads to one offer; a shared one has to be chosen anew.
    codeMode: isShared ? 'automatic' : terms.codeMode,
    sharedCode: null,
  });
}

async function make(ctx: Ctx, terms: OfferTerms, key?: string): Promise<Offer> {
  await check(ctx, terms);
  const id = ctx.newId();
  const row: OfferRow = {
    id,
    key: key ?? keyFrom(terms.name.en, Buffer.from(ctx.randomBytes(3)).toString('hex')),
    status: 'draft',
    version: 1,
    ...hoisted(terms),
    taken: 0,
    spentMoney: 0,
    spentPoints: 0,
    seed: Buffer.from(ctx.randomBytes(32)),
    startedAt: null,
    endedAt: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    terms,
  };
  await insertOffer(ctx.tx, ctx.storeId, row, actorId(ctx.actor));
  await keepSharedCode(ctx, row);
  ctx.audit({ action: 'offers.create', entity: 'offer', entityId: id, after: { key: row.key, ...terms } });
  return show(ctx, row);
}

/** What of the terms stands in columns of the offer too. */
function hoisted(terms: OfferTerms) {
  const { limits, budget, codeMode, holdoutPercent } = terms;
  return {
    codeMode,
    holdoutPercent,
    totalLimit: limits.total ?? null,
    moneyBudget: budget.money ?? null,
    pointsBudget: budget.points ?? null,
    isLimited: isLimited(terms),
  };
}

/**
 * Changes what is given and leaves the rest, as a new version; claims keep theirs. Once the offer was taken
 * the way it is taken and its control group are fixed, and no limit falls below what is used.
 */
export async function update(ctx: Ctx, input: InputOf<Contract['update']>): Promise<Offer> {
  const { offerId, key, currency, ...patch } = input;
  await checkCurrency(ctx, currency);
  const before = await locked(ctx, offerId);
  if (before.status === 'ended' || before.status === 'archived')
    throw new AppError('offer_ended', { field: 'offerId' });
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const terms: OfferTerms = { ...before.terms, ...given };
  await check(ctx, terms);
  const after = await withUses(ctx, before, {
    ...before,
    ...hoisted(terms),
    terms,
    key: key ?? before.key,
    version: before.version + 1,
    updatedAt: ctx.now,
  });
  await Promise.all([
    insertVersion(ctx.tx, ctx.storeId, after, actorId(ctx.actor)),
    updateOffer(ctx.tx, ctx.storeId, after),
  ]);
  await keepSharedCode(ctx, after);
  audit(ctx, 'offers.update', after.id, { key: before.key, ...before.terms }, { key: after.key, ...terms });
  return show(ctx, after);
}

/** Counters as the new limits need them: an offer without limits keeps none, so they are counted here. */
async function withUses(ctx: Ctx, before: OfferRow, after: OfferRow): Promise<OfferRow> {
  const [taken, uses] = await Promise.all([
    wasTaken(ctx.tx, ctx.storeId, before.id),
    readUses(ctx.tx, ctx.storeId, [before.id]),
  ]);
  const fixed = taken ? fixedField(before.terms, after.terms) : undefined;
  if (fixed) throw new AppError('offer_fixed', { field: fixed });
  const use = uses.get(before.id);
  const used = {
    taken: (use?.claims ?? 0) + (use?.redemptions ?? 0),
    money: use?.discount ?? 0,
    points: use?.points ?? 0,
  };
  const fault = belowUsed(after.terms, used);
  if (fault) throw faulty(ctx, fault);
  if (!after.isLimited) return { ...after, taken: 0, spentMoney: 0, spentPoints: 0 };
  return { ...after, taken: used.taken, spentMoney: used.money, spentPoints: used.points };
}

/** Starts, pauses, ends or archives an offer. Asking for the state it is in changes nothing. */
export async function setStatus(ctx: Ctx, input: InputOf<Contract['setStatus']>): Promise<Offer> {
  const before = await locked(ctx, input.offerId);
  const { status } = input;
  if (status === before.status) return show(ctx, before);
  if (!mayBecome(before.status, status, before.startedAt !== null))
    throw new AppError('offer_status', { field: 'status', params: { from: before.status, to: status } });
  const { endsAt } = before.terms;
  if (status === 'active' && endsAt && new Date(endsAt) <= ctx.now)
    throw new AppError('offer_ended', { field: 'endsAt' });
  const after = {
    ...before,
    status,
    startedAt: before.startedAt ?? (status === 'active' ? ctx.now : null),
    endedAt: before.endedAt ?? (status === 'ended' ? ctx.now : null),
    updatedAt: ctx.now,
  };
  await updateOffer(ctx.tx, ctx.storeId, after);
  if (status === 'active')
    await ctx.enqueue('offers.assign', {}, { singletonKey: `offers.assign ${ctx.storeId}` });
  audit(ctx, 'offers.setStatus', after.id, { status: before.status }, { status });
  return show(ctx, after);
}

export async function versions(
  ctx: Ctx,
  input: InputOf<Contract['versions']>,
): Promise<OutputOf<Contract['versions']>> {
  const [, rows] = await Promise.all([
    requireOffer(ctx, input.offerId),
    readVersions(ctx.tx, ctx.storeId, input.offerId),
  ]);
  return { versions: rows.map((row) => ({ ...row, at: row.at.toISOString() })) };
}

async function locked(ctx: Ctx, offerId: string): Promise<OfferRow> {
  const row = await lockOffer(ctx.tx, ctx.storeId, offerId);
  if (!row) throw new AppError('not_found', { field: 'offerId' });
  return row;
}

async function keepSharedCode(ctx: Ctx, { id, terms }: OfferRow): Promise<void> {
  const shared = terms.sharedCode
    ? { code: foldCode(terms.sharedCode), shown: terms.sharedCode.toUpperCase() }
    : undefined;
  if (!(await putSharedCode(ctx.tx, ctx.storeId, id, shared, ctx.now)))
    throw new AppError('code_taken', { field: 'sharedCode' });
}

function audit(ctx: Ctx, action: string, entityId: string, before: object, after: object): void {
  const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const fields = Object.keys(is).filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]));
  const pick = (of: Record<string, unknown>) => Object.fromEntries(fields.map((field) => [field, of[field]]));
  ctx.audit({ action, entity: 'offer', entityId, fields, before: pick(was), after: pick(is) });
}

async function checkCurrency(ctx: Ctx, currency: string | undefined): Promise<void> {
  if (currency !== undefined && currency !== (await settings.store(ctx)).currency)
    throw new AppError('currency_mismatch', { field: 'currency' });
}

async function check(ctx: Ctx, terms: OfferTerms): Promise<void> {
  const fault = faultOf(terms);
  if (fault) throw faulty(ctx, fault);
  await checkReferences(ctx, terms);
}

function faulty(ctx: Ctx, { field, message }: Fault): AppError {
  return new AppError('validation', {
    errors: [{ field, message: issueMessage(ctx.language, { message }) }],
  });
}

async function show(ctx: Ctx, row: OfferRow): Promise<Offer> {
  return (await present(ctx, [row]))[0] as Offer;
}

/** Offers as staff read them, with how far each is used: two reads for a page of them. */
async function present(ctx: Ctx, rows: readonly OfferRow[]): Promise<Offer[]> {
  const ids = rows.map((row) => row.id);
  const [{ currency }, uses, codes] = await Promise.all([
    settings.store(ctx),
    readUses(ctx.tx, ctx.storeId, ids),
    countCodes(ctx.tx, ctx.storeId, ids),
  ]);
  return rows.map((row) => {
    const use = uses.get(row.id);
    const isSingle = row.codeMode === 'single';
    return {
      ...row.terms,
      id: row.id,
      key: row.key,
      name: both(row.terms.name),
      description: row.terms.description ? both(row.terms.description) : null,
      currency,
      status: row.status,
      version: row.version,
      claims: use?.claims ?? 0,
      redemptions: use?.redemptions ?? 0,
      discountGiven: use?.discount ?? 0,
      pointsGiven: use?.points ?? 0,
      codes: isSingle ? (codes.get(row.id)?.codes ?? 0) : null,
      codesLeft: isSingle ? (codes.get(row.id)?.left ?? 0) : null,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  });
}

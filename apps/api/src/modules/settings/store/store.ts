import type { Capability, InputOf, Language, OutputOf, settingsContract } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { type Runner, runReadOnly } from '../../../platform/db/run.ts';
import { AppError } from '../../../platform/errors.ts';
import { noStore } from '../../../platform/http/request.ts';
import { Cache, readOutside } from '../cache.ts';
import { allSwitches, countryOf, currencyExponent, isCurrency, isTimeZone, mergeSettings } from './rules.ts';
import {
  allStoreIds,
  findStoreByName,
  findStoreRow,
  insertStore,
  lockStore,
  putSwitches,
  type StoreRow,
  updateStoreRow,
} from './sql.ts';

type Contract = typeof settingsContract;

/** What other modules know of the store. */
export interface StoreFacts {
  id: string;
  slug: string;
  hostName: string | null;
  name: string;
  nameAr: string | null;
  /** ISO 4217. */
  currency: string;
  /** Digits of the minor unit. */
  currencyExponent: number;
  /** IANA name. */
  timeZone: string;
  language: Language;
  color: string | null;
  /** Country of phone numbers without a country code; undefined where none can be told. */
  country: string | undefined;
  settings: Readonly<Record<string, unknown>>;
  /** Every capability with its state. */
  switches: Readonly<Record<Capability, boolean>>;
  createdAt: Date;
}

export interface NewStore {
  slug: string;
  hostName?: string;
  name: string;
  nameAr?: string;
  currency: string;
  timeZone: string;
  language: Language;
  color?: string;
  country?: string;
  settings?: Record<string, unknown>;
}

const facts = new Cache<StoreFacts | undefined>();
const names = new Cache<{ id: string; language: Language } | undefined>();

/** The store of the request; from the process's memory when warm. Throws `store_unknown`. */
export async function store(ctx: Ctx): Promise<StoreFacts> {
  const found = facts.peek(ctx.storeId) ?? (await facts.get(ctx.storeId, () => readFacts(ctx)));
  if (!found) throw new AppError('store_unknown');
  return found;
}

/** The same where no transaction is open: `prepare`, the authenticator, the server's doors. */
export async function storeById(storeId: string): Promise<StoreFacts | undefined> {
  return facts.peek(storeId) ?? facts.get(storeId, () => readOutside(storeId, readFacts));
}

async function readFacts(ctx: Ctx): Promise<StoreFacts | undefined> {
  const row = await findStoreRow(ctx.tx, ctx.storeId);
  return row && toFacts(row);
}

function toFacts(row: StoreRow): StoreFacts {
  return {
    ...row,
    currencyExponent: currencyExponent(row.currency),
    country: countryOf(row.country, row.currency, row.timeZone),
    switches: allSwitches(row.switches),
  };
}

/** A store by UUID, slug or host name, without a transaction; known and unknown names are remembered. */
export async function findStore(name: string): Promise<{ id: string; language: Language } | undefined> {
  const key = name.slice(0, 260).toLowerCase();
  return names.peek(key) ?? names.get(key, () => readOutside(noStore, (ctx) => findStoreByName(ctx.tx, key)));
}

/** Ids of every store: scheduled jobs take them in turn. */
export function listStores(runner: Runner): Promise<string[]> {
  return runReadOnly(runner, { storeId: noStore, actor: { kind: 'system', id: noStore } }, (ctx) =>
    allStoreIds(ctx.tx),
  );
}

/** Whether the store has switched this capability off; capabilities without a switch are always on. */
export async function isSwitchedOff(storeId: string, capability: string): Promise<boolean> {
  const found = facts.peek(storeId) ?? (await storeById(storeId));
  return (found?.switches as Record<string, boolean> | undefined)?.[capability] === false;
}

/** Throws `switched_off` where the store has switched the capability off. */
export async function requireSwitch(ctx: Ctx, capability: Capability): Promise<void> {
  if (!(await store(ctx)).switches[capability])
    throw new AppError('switched_off', { params: { capability } });
}

/**
 * Makes the store whose id the transaction's tenant already is. Its programme, staff and locations are
 * the business of their modules. Throws `validation` for an unknown currency or time zone, `code_taken`
 * for a slug in use, `host_taken`.
 */
export async function createStore(ctx: Ctx, input: NewStore): Promise<StoreFacts> {
  if (!isCurrency(input.currency)) throw fault('currency', 'choice');
  if (!isTimeZone(input.timeZone)) throw fault('timeZone', 'choice');
  const row = {
    id: ctx.storeId,
    slug: input.slug,
    hostName: input.hostName ?? null,
    name: input.name,
    nameAr: input.nameAr ?? null,
    currency: input.currency,
    timeZone: input.timeZone,
    language: input.language,
    color: input.color ?? null,
    country: input.country ?? null,
    settings: input.settings ?? {},
    createdAt: ctx.now,
  };
  await insertStore(ctx.tx, row);
  ctx.audit({ action: 'settings.createStore', entity: 'store', entityId: row.id, after: { slug: row.slug } });
  forget(ctx);
  return toFacts({ ...row, switches: {} });
}

export async function getStore(ctx: Ctx): Promise<OutputOf<Contract['getStore']>> {
  const row = await findStoreRow(ctx.tx, ctx.storeId);
  if (!row) throw new AppError('store_unknown');
  return shown(toFacts(row));
}

/** Changes the store. The currency has no way to change: past amounts and points are kept in it. */
export async function updateStore(
  ctx: Ctx,
  input: InputOf<Contract['updateStore']>,
): Promise<OutputOf<Contract['updateStore']>> {
  if (input.timeZone !== undefined && !isTimeZone(input.timeZone)) throw fault('timeZone', 'choice');
  const before = await lockStore(ctx.tx, ctx.storeId);
  if (!before) throw new AppError('store_unknown');
  const changed = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const after = { ...before, ...changed, settings: mergeSettings(before.settings, input.settings ?? {}) };
  if (JSON.stringify(after.settings).length > maxSettingsCharacters)
    throw new AppError('too_large', { field: 'settings' });
  await updateStoreRow(ctx.tx, after);
  const fields = Object.keys(changed);
  ctx.audit({
    action: 'settings.updateStore',
    entity: 'store',
    entityId: ctx.storeId,
    fields,
    before: pick(before, fields),
    after: pick(after, fields),
  });
  forget(ctx);
  return getStore(ctx);
}

const maxSettingsCharacters = 200_000;

export async function getSwitches(ctx: Ctx): Promise<OutputOf<Contract['getSwitches']>> {
  const row = await findStoreRow(ctx.tx, ctx.storeId);
  return { switches: allSwitches(row?.switches ?? {}) };
}

export async function setSwitches(
  ctx: Ctx,
  input: InputOf<Contract['setSwitches']>,
): Promise<OutputOf<Contract['setSwitches']>> {
  const before = (await getSwitches(ctx)).switches;
  const fields = Object.keys(input.switches);
  await putSwitches(ctx.tx, ctx.storeId, input.switches as Record<string, boolean>);
  ctx.audit({
    action: 'settings.setSwitches',
    entity: 'store',
    entityId: ctx.storeId,
    fields,
    before: pick(before, fields),
    after: input.switches,
  });
  forget(ctx);
  return { switches: { ...before, ...input.switches } };
}

/** After commit, not before: a value read meanwhile by others is still the right one until then. */
function forget(ctx: Ctx): void {
  ctx.afterCommit(() => {
    facts.drop(ctx.storeId);
    names.clear();
  });
}

function shown(found: StoreFacts): OutputOf<Contract['getStore']> {
  return { ...found, country: found.country ?? null, createdAt: found.createdAt.toISOString() };
}

/** A validation error on one field; `message` is a key of the validation sentences. */
function fault(field: string, message: string): AppError {
  return new AppError('validation', { field, detail: `${field}: ${message}` });
}

function pick(row: object, fields: readonly string[]): Record<string, unknown> {
  const values = row as Record<string, unknown>;
  return Object.fromEntries(fields.map((field) => [field, values[field]]));
}

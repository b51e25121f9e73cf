import type { InputOf, loyaltyProgrammesContract, OutputOf, Program } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { by, defaultTiers, forget } from './programmes.ts';
import { faultsOf } from './rules/check.ts';
import { decimal, e4Of } from './rules.ts';
import {
  insertProgramme,
  lockProgrammes,
  readProgrammes,
  readVersions,
  setDefault,
  updateProgramme,
} from './sql.ts';
import type { ProgrammeRow } from './types.ts';

type Contract = typeof loyaltyProgrammesContract;

/** Every active programme is a further credit of each order, so a store has few. */
const maxProgrammes = 20;

export async function listPrograms(
  ctx: Ctx,
  input: InputOf<Contract['listPrograms']>,
): Promise<OutputOf<Contract['listPrograms']>> {
  const page = settings.pageOf(input);
  const [rows, store] = await Promise.all([readProgrammes(ctx.tx, ctx.storeId), settings.store(ctx)]);
  const wanted = rows.filter((row) => input.isActive === undefined || row.isActive === input.isActive);
  return {
    programs: wanted
      .slice(page.offset, page.offset + page.limit)
      .map((row) => showProgramme(row, store.currency)),
    ...settings.pageFacts(page, wanted.length),
  };
}

export async function getProgram(
  ctx: Ctx,
  input: InputOf<Contract['getProgram']>,
): Promise<OutputOf<Contract['getProgram']>> {
  const row = requireIn(await readProgrammes(ctx.tx, ctx.storeId), input.programId);
  return show(ctx, row);
}

/** Creates a programme beside the store's others. Throws `too_many_programs`, `validation` (its rules). */
export async function createProgram(
  ctx: Ctx,
  input: InputOf<Contract['createProgram']>,
): Promise<OutputOf<Contract['createProgram']>> {
  const others = await lockProgrammes(ctx.tx, ctx.storeId);
  if (others.length >= maxProgrammes)
    throw new AppError('too_many_programs', { params: { max: maxProgrammes } });
  const row: ProgrammeRow = {
    id: ctx.newId(),
    number: Math.max(-1, ...others.map((other) => other.number)) + 1,
    nameEn: input.name.en,
    nameAr: input.name.ar,
    description: input.description ?? null,
    isDefault: false,
    isActive: input.isActive,
    pointsPerUnitE4: e4Of(input.pointsPerUnit),
    minimumSpend: input.minimumSpend,
    tierBasis: 'points',
    worthE4: worthE4Of(input.pointWorth),
    pendingDays: input.pendingDays,
    expiryMonths: input.expiryMonths ?? null,
    returnDays: input.returnDays,
    enrolment: input.enrolment,
    transfers: input.transfers,
    rules: input.rules,
    ruleVersion: 1,
    startsAt: dateOf(input.startsAt),
    endsAt: dateOf(input.endsAt),
    createdAt: ctx.now,
    updatedAt: ctx.now,
    tiers: [...defaultTiers],
  };
  await checkRules(ctx, row);
  await insertProgramme(ctx.tx, ctx.storeId, row, by(ctx));
  const shown = await show(ctx, row);
  ctx.audit({
    action: 'loyalty.createProgram',
    entity: 'loyalty_program',
    entityId: row.id,
    after: { ...shown },
  });
  forget(ctx);
  return shown;
}

/**
 * Changes a programme and keeps what it says now as a new version. Throws `not_found`, `conflict` where the
 * version given is not the present one, `validation` (its dates, its rules).
 */
export async function updateProgram(
  ctx: Ctx,
  input: InputOf<Contract['updateProgram']>,
): Promise<OutputOf<Contract['updateProgram']>> {
  const before = requireIn(await lockProgrammes(ctx.tx, ctx.storeId), input.programId);
  if (before.ruleVersion !== input.version) throw new AppError('conflict', { field: 'version' });
  const after = changed(before, input, ctx.now);
  if (after.startsAt && after.endsAt && after.startsAt >= after.endsAt)
    throw faults(ctx, [{ field: 'endsAt', problem: 'ends_before_start' }]);
  // Rules that stood before may name a tier that is gone; they hold for nobody and need not be mended first.
  if (input.rules) await checkRules(ctx, after);
  const [shownBefore, shownAfter] = await Promise.all([show(ctx, before), show(ctx, after)]);
  const fields = (Object.keys(shownAfter) as (keyof Program)[]).filter(
    (key) => !bookkeeping.has(key) && JSON.stringify(shownAfter[key]) !== JSON.stringify(shownBefore[key]),
  );
  if (fields.length === 0) return shownBefore;
  await updateProgramme(ctx.tx, ctx.storeId, after, by(ctx));
  ctx.audit({
    action: 'loyalty.updateProgram',
    entity: 'loyalty_program',
    entityId: after.id,
    fields,
    before: Object.fromEntries(fields.map((field) => [field, shownBefore[field]])),
    after: Object.fromEntries(fields.map((field) => [field, shownAfter[field]])),
  });
  forget(ctx);
  return shownAfter;
}

const bookkeeping = new Set<keyof Program>(['version', 'updatedAt']);

function changed(before: ProgrammeRow, input: InputOf<Contract['updateProgram']>, at: Date): ProgrammeRow {
  const keep = <T>(given: T | undefined, present: T): T => (given === undefined ? present : given);
  return {
    ...before,
    nameEn: input.name?.en ?? before.nameEn,
    nameAr: input.name?.ar ?? before.nameAr,
    description: keep(input.description, before.description),
    isActive: input.isActive ?? before.isActive,
    pointsPerUnitE4: input.pointsPerUnit === undefined ? before.pointsPerUnitE4 : e4Of(input.pointsPerUnit),
    minimumSpend: input.minimumSpend ?? before.minimumSpend,
    worthE4: input.pointWorth === undefined ? before.worthE4 : worthE4Of(input.pointWorth),
    pendingDays: input.pendingDays ?? before.pendingDays,
    expiryMonths: keep(input.expiryMonths, before.expiryMonths),
    returnDays: input.returnDays ?? before.returnDays,
    enrolment: input.enrolment ?? before.enrolment,
    transfers: input.transfers ?? before.transfers,
    startsAt: input.startsAt === undefined ? before.startsAt : dateOf(input.startsAt),
    endsAt: input.endsAt === undefined ? before.endsAt : dateOf(input.endsAt),
    rules: input.rules ?? before.rules,
    ruleVersion: before.ruleVersion + 1,
    updatedAt: at,
  };
}

/** Moves the mark of the default programme. What customers' cards and lists show follows with their next points. */
export async function makeDefaultProgram(
  ctx: Ctx,
  input: InputOf<Contract['makeDefaultProgram']>,
): Promise<OutputOf<Contract['makeDefaultProgram']>> {
  const rows = await lockProgrammes(ctx.tx, ctx.storeId);
  const row = requireIn(rows, input.programId);
  if (!row.isDefault) {
    await setDefault(ctx.tx, ctx.storeId, row.id, ctx.now);
    ctx.audit({
      action: 'loyalty.makeDefaultProgram',
      entity: 'loyalty_program',
      entityId: row.id,
      fields: ['isDefault'],
      before: { defaultId: rows.find((other) => other.isDefault)?.id ?? null },
      after: { defaultId: row.id },
    });
    forget(ctx);
  }
  return show(ctx, { ...row, isDefault: true });
}

export async function programVersions(
  ctx: Ctx,
  input: InputOf<Contract['programVersions']>,
): Promise<OutputOf<Contract['programVersions']>> {
  const page = settings.pageOf(input);
  const row = requireIn(await readProgrammes(ctx.tx, ctx.storeId), input.programId);
  const versions = await readVersions(ctx.tx, ctx.storeId, row.id, page);
  return {
    versions: versions.map((version) => ({ ...version, validFrom: version.validFrom.toISOString() })),
    // Versions count up from 1 without gaps.
    ...settings.pageFacts(page, row.ruleVersion),
  };
}

/** The programme of this id. Throws `not_found`: another store's programmes are not among `rows`. */
export function requireIn(rows: Iterable<ProgrammeRow>, id: string): ProgrammeRow {
  for (const row of rows) if (row.id === id) return row;
  throw new AppError('not_found', { field: 'programId' });
}

/** Throws `validation` with every place in the rules that names what the store does not have. */
export async function checkRules(ctx: Ctx, programme: Pick<ProgrammeRow, 'rules' | 'tiers'>): Promise<void> {
  const locations = await settings.locations(ctx);
  const found = faultsOf(programme.rules, { tiers: programme.tiers, locations });
  if (found.length > 0) throw faults(ctx, found);
}

const sentenceOf = { location_unknown: 'error.location_unknown' } as Record<string, string>;

function faults(ctx: Ctx, found: readonly { field: string; problem: string }[]): AppError {
  return new AppError('validation', {
    errors: found.map(({ field, problem }) => ({
      field,
      message: translate(ctx.language, sentenceOf[problem] ?? `validation.${problem}`),
    })),
  });
}

const dateOf = (text: string | null | undefined) => (text ? new Date(text) : null);
const worthE4Of = (text: string | null | undefined) =>
  text === null || text === undefined ? null : e4Of(text);

async function show(ctx: Ctx, row: ProgrammeRow): Promise<Program> {
  return showProgramme(row, (await settings.store(ctx)).currency);
}

function showProgramme(row: ProgrammeRow, currency: string): Program {
  return {
    id: row.id,
    number: row.number,
    name: { en: row.nameEn, ar: row.nameAr },
    description: row.description,
    isDefault: row.isDefault,
    isActive: row.isActive,
    pointsPerUnit: decimal(row.pointsPerUnitE4),
    pointsPerKsh: row.pointsPerUnitE4 / 10_000,
    minimumSpend: row.minimumSpend,
    pointWorth: row.worthE4 === null ? null : decimal(row.worthE4),
    currency,
    pendingDays: row.pendingDays,
    expiryMonths: row.expiryMonths,
    returnDays: row.returnDays,
    enrolment: row.enrolment,
    transfers: row.transfers,
    startsAt: row.startsAt?.toISOString() ?? null,
    endsAt: row.endsAt?.toISOString() ?? null,
    rules: row.rules,
    tiers: row.tiers,
    version: row.ruleVersion,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

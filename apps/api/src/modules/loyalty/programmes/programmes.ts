import type { Tier } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { insertDefaultProgramme, type ProgrammeRow, readProgrammes } from './sql.ts';

/** The ladder a store starts with; thresholds in points of the last twelve months. */
export const defaultTiers: readonly Tier[] = [
  {
    key: 'bronze',
    name: { en: 'Bronze', ar: 'البرونزية' },
    threshold: 0,
    multiplierPercent: 100,
    benefits: [],
  },
  {
    key: 'silver',
    name: { en: 'Silver', ar: 'الفضية' },
    threshold: 1_000,
    multiplierPercent: 125,
    benefits: [],
  },
  {
    key: 'gold',
    name: { en: 'Gold', ar: 'الذهبية' },
    threshold: 5_000,
    multiplierPercent: 150,
    benefits: [],
  },
  {
    key: 'platinum',
    name: { en: 'Platinum', ar: 'البلاتينية' },
    threshold: 15_000,
    multiplierPercent: 200,
    benefits: [],
  },
];

/**
 * Gives a new store its programme: 1 point per currency unit, no minimum, usable at once, ending with
 * the twelfth month after the month of earning. Returns the programme's id.
 * @param worthE4 what a point is worth, in ten-thousandths of a minor unit; null: points have no price
 */
export async function createDefaultProgramme(ctx: Ctx, worthE4: number | null = null): Promise<string> {
  const id = ctx.newId();
  await insertDefaultProgramme(
    ctx.tx,
    ctx.storeId,
    {
      id,
      nameEn: 'Points',
      nameAr: 'النقاط',
      pointsPerUnitE4: 10_000,
      minimumSpend: 0,
      pendingDays: 0,
      expiryMonths: 12,
      worthE4,
      tiers: defaultTiers,
    },
    ctx.now,
  );
  forget(ctx);
  return id;
}

export interface Programmes {
  byId: ReadonlyMap<string, ProgrammeRow>;
  /** The one that orders earn in unless they say otherwise. */
  standard: ProgrammeRow;
}

const cache = new settings.Cache<Programmes>();

/**
 * The store's programmes; from the process's memory when warm, since every credit asks twice: a read of
 * programme and ladder cost an eighth of a batch of sixteen earns.
 */
export async function programmes(ctx: Ctx): Promise<Programmes> {
  return cache.peek(ctx.storeId) ?? cache.get(ctx.storeId, () => readAll(ctx));
}

/** Forgets what is kept of the store's programmes, now and again once the change is committed. */
function forget(ctx: Ctx): void {
  cache.drop(ctx.storeId);
  ctx.afterCommit(() => cache.drop(ctx.storeId));
}

async function readAll(ctx: Ctx): Promise<Programmes> {
  const rows = await readProgrammes(ctx.tx, ctx.storeId);
  const standard = rows.find((row) => row.isDefault);
  if (!standard) throw new AppError('internal', { detail: 'the store has no default programme' });
  return { byId: new Map(rows.map((row) => [row.id, row])), standard };
}

import type { Tier } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { type Needs, needsOf } from './rules/needs.ts';
import { insertHouseAccounts, insertProgramme, readProgrammes } from './sql.ts';
import type { ProgrammeRow } from './types.ts';

/** The ladder a programme starts with; thresholds in points of the last twelve months. */
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
  const programme: ProgrammeRow = {
    id: ctx.newId(),
    number: 0,
    nameEn: 'Points',
    nameAr: 'النقاط',
    description: null,
    isDefault: true,
    isActive: true,
    pointsPerUnitE4: 10_000,
    minimumSpend: 0,
    tierBasis: 'points',
    worthE4,
    pendingDays: 0,
    expiryMonths: 12,
    returnDays: 30,
    enrolment: 'automatic',
    transfers: false,
    rules: [],
    ruleVersion: 1,
    startsAt: null,
    endsAt: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    tiers: [...defaultTiers],
  };
  await Promise.all([
    insertProgramme(ctx.tx, ctx.storeId, programme, by(ctx)),
    insertHouseAccounts(ctx.tx, ctx.storeId),
  ]);
  forget(ctx);
  return programme.id;
}

/** When, and by whom, a version came to be; the system has no id to show. */
export function by(ctx: Ctx): { at: Date; actorId: string | null } {
  const isPerson = ctx.actor.kind === 'staff' || ctx.actor.kind === 'key';
  return { at: ctx.now, actorId: isPerson ? actorId(ctx.actor) : null };
}

export interface Programmes {
  byId: ReadonlyMap<string, ProgrammeRow>;
  /** The one that tills, cards and rewards mean unless they say otherwise. */
  standard: ProgrammeRow;
  /** Further active ones, in which orders earn too, by number. */
  further: readonly ProgrammeRow[];
  /** What must be read of customers before the rules of the active ones can be asked. */
  needs: Needs;
}

const cache = new settings.Cache<Programmes>();

/**
 * The store's programmes; from the process's memory when warm, since every credit asks twice: a read of
 * programme and ladder cost an eighth of a batch of sixteen earns. A change is seen at once in this
 * process, and in others within the 15 s of `settings.Cache`.
 */
export async function programmes(ctx: Ctx): Promise<Programmes> {
  return (
    cache.peek(ctx.storeId) ??
    cache.get(ctx.storeId, async () => gather(await readProgrammes(ctx.tx, ctx.storeId)))
  );
}

/**
 * Forgets what is kept of the store's programmes, now and again once the change is committed. To be called
 * after every change of a programme or its tiers.
 */
export function forget(ctx: Ctx): void {
  cache.drop(ctx.storeId);
  ctx.afterCommit(() => cache.drop(ctx.storeId));
}

function gather(rows: readonly ProgrammeRow[]): Programmes {
  const standard = rows.find((row) => row.isDefault);
  if (!standard) throw new AppError('internal', { detail: 'the store has no default programme' });
  const further = rows.filter((row) => row.isActive && row !== standard);
  return {
    byId: new Map(rows.map((row) => [row.id, row])),
    standard,
    further,
    needs: needsOf([standard, ...further]),
  };
}

import type { Tier, TierProgress, TierProjection } from '@wafa/contract';

/** Where an account stands on its programme's ladder. `tiers` by rising threshold. */
export function progressOf(
  tiers: readonly Tier[],
  at: { tierKey: string | null; since: Date | null; heldUntil: Date | null; qualifying: number },
): TierProgress {
  const current = tiers.find((tier) => tier.key === at.tierKey) ?? null;
  const next = tiers.find((tier) => tier.threshold > (current?.threshold ?? -1)) ?? null;
  return {
    current,
    since: at.since?.toISOString() ?? null,
    heldUntil: at.heldUntil?.toISOString() ?? null,
    qualifyingPoints: at.qualifying,
    next,
    missing: next && Math.max(0, next.threshold - at.qualifying),
    tiers: [...tiers],
  };
}

/** What the end of a period is reckoned from; places on the ladder count from 1, 0 is none. */
export interface Outlook {
  rank: number;
  /** Counts in the period's window already. */
  qualifying: number;
  /** Place at the end if nothing more is earned. */
  landsOn: number;
  missing: number;
  endsAt: Date;
  daysLeft: number;
  /** What counted in the last `recentDays` days. */
  recent: number;
  recentDays: number;
}

/**
 * What becomes of a tier at the end of its period: if nothing more is earned, and at the present pace
 * (what counted lately per day, for each day that is left). Nobody is foretold less than what they keep
 * by earning nothing.
 */
export function projectionOf(tiers: readonly Tier[], outlook: Outlook): TierProjection {
  const { rank, landsOn } = outlook;
  const more = Math.floor((outlook.recent * outlook.daysLeft) / outlook.recentDays);
  const expected = Math.min(outlook.qualifying + Math.max(0, more), Number.MAX_SAFE_INTEGER);
  const reached = tiers.filter((tier) => tier.threshold <= expected).length;
  return {
    endsAt: outlook.endsAt.toISOString(),
    ifNothing: {
      tier: tiers[landsOn - 1] ?? null,
      keeps: landsOn >= rank,
      missing: Math.max(0, outlook.missing),
    },
    atPace: { tier: tiers[Math.max(reached, landsOn) - 1] ?? null, qualifyingPoints: expected },
  };
}

import type { EarnRule, Tier } from '@wafa/contract';

/** A place in the rules that names something the store does not have. */
export interface RuleFault {
  /** As `rules.2.when.tiers.0`. */
  field: string;
  problem: 'tier_unknown' | 'location_unknown';
}

/**
 * Every tier and location that rules name and that is not there. Segments are not looked up: they may be
 * made later, and a rule whose segment nobody is in holds for nobody.
 */
export function faultsOf(
  rules: readonly EarnRule[],
  known: { tiers: readonly Pick<Tier, 'key'>[]; locations: { has(id: string): boolean } },
): RuleFault[] {
  const tiers = new Set(known.tiers.map(({ key }) => key));
  return rules.flatMap(({ when }, index) => [
    ...missing(when.tiers, tiers, `rules.${index}.when.tiers`, 'tier_unknown'),
    ...missing(when.locations, known.locations, `rules.${index}.when.locations`, 'location_unknown'),
  ]);
}

function missing(
  named: readonly string[] | undefined,
  known: { has(key: string): boolean },
  place: string,
  problem: RuleFault['problem'],
): RuleFault[] {
  return (named ?? []).flatMap((key, at) => (known.has(key) ? [] : [{ field: `${place}.${at}`, problem }]));
}

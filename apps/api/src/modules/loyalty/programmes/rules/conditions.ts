import type { EarnRule } from '@wafa/contract';
import { localTime } from './local-time.ts';
import type { BasketLine, Circumstances, RuleOf, Why } from './types.ts';

type When = RuleOf<'rate'>['when'];
/** Conditions on the order, the place, the time and the person; those on lines pick lines instead. */
type Asked = Omit<Required<When>, 'categories' | 'skus'>;

/** What the conditions look at: the circumstances and the basket's total in minor units. */
interface Seen extends Circumstances {
  total: bigint;
}

const holds: { [K in keyof Asked]: (wanted: Asked[K], seen: Seen) => boolean } = {
  minimumBasket: (least, { total }) => total >= BigInt(least),
  firstOrder: (_, { isFirstOrder }) => isFirstOrder,
  locations: (ids, { locationId }) => locationId !== null && ids.includes(locationId),
  tiers: (keys, { tier }) => tier !== null && keys.includes(tier),
  segments: (keys, { segments }) => keys.some((key) => segments.has(key)),
  weekdays: (days, { at, timeZone }) => days.includes(localTime(at, timeZone).weekday),
  hours: ({ from, to }, { at, timeZone }) => {
    const now = localTime(at, timeZone).minutes;
    const [start, end] = [minutesOf(from), minutesOf(to)];
    return start < end ? now >= start && now < end : now >= start || now < end;
  },
};

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The first condition of a rule that does not hold; undefined where all hold. Lines are not looked at. */
export function unmet(rule: EarnRule, seen: Seen): Why | undefined {
  const rest = resting(rule, seen.at);
  if (rest) return rest;
  const when: When = rule.when;
  return (Object.keys(holds) as (keyof Asked)[]).find((field) => !holdsFor(field, when, seen));
}

function holdsFor<K extends keyof Asked>(field: K, when: When, seen: Seen): boolean {
  const wanted = when[field] as Asked[K] | undefined;
  return wanted === undefined || holds[field](wanted, seen);
}

/** Why a rule or a programme is not at work at this time; undefined where it is. */
export function resting(
  span: { isActive: boolean; startsAt?: string | Date | null; endsAt?: string | Date | null },
  at: Date,
): 'inactive' | 'not_yet' | 'over' | undefined {
  if (!span.isActive) return 'inactive';
  if (span.startsAt && at < new Date(span.startsAt)) return 'not_yet';
  if (span.endsAt && at >= new Date(span.endsAt)) return 'over';
  return undefined;
}

/** Lines that a rule about orders counts: of its categories and products, where it names any. */
export function linesOf(
  rule: Exclude<EarnRule, RuleOf<'event'>>,
  lines: readonly BasketLine[],
): BasketLine[] {
  const { categories, skus } = rule.when;
  return lines.filter(
    (line) =>
      (!categories || (line.category !== null && categories.includes(line.category))) &&
      (!skus || skus.includes(line.sku)),
  );
}

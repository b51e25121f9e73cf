import type { EarnRule } from '@wafa/contract';
import { localTime } from './local-time.ts';
import type { Circumstances } from './types.ts';

/** Points that a rule may still give; null where it has no such cap. */
export interface Room {
  day: number | null;
  month: number | null;
  customer: number | null;
}

type Capped = Exclude<EarnRule, { kind: 'exclude' }>;

/** Whether what the rule gave before decides what it may give now. */
export function hasCapOverTime(rule: EarnRule): rule is Capped {
  return rule.kind !== 'exclude' && Boolean(rule.caps.perDay ?? rule.caps.perMonth ?? rule.caps.perCustomer);
}

/** What the caps over time leave before this order or event. */
export function roomOf(rule: EarnRule, { given, at, timeZone }: Circumstances): Room {
  if (!hasCapOverTime(rule)) return { day: null, month: null, customer: null };
  const { perDay, perMonth, perCustomer } = rule.caps;
  const used = given.of(rule.id, localTime(at, timeZone).day);
  const left = (cap: number | undefined, points: number) =>
    cap === undefined ? null : Math.max(0, cap - points);
  return {
    day: left(perDay, used.day),
    month: left(perMonth, used.month),
    customer: left(perCustomer, used.customer),
  };
}

/** As many of the points as every cap leaves. */
export function capped(rule: Capped, points: bigint, circumstances: Circumstances): bigint {
  const { day, month, customer } = roomOf(rule, circumstances);
  return [rule.caps.perOrder ?? null, day, month, customer].reduce<bigint>(
    (least, room) => (room !== null && BigInt(room) < least ? BigInt(room) : least),
    points,
  );
}

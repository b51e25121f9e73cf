import { capped } from './caps.ts';
import { unmet } from './conditions.ts';
import type { Circumstances, Outcome, RuleOf } from './types.ts';

/** Whether a rule is about this event: `custom` holds for every `custom:<name>`. */
export function isAbout(rule: RuleOf<'event'>, event: string): boolean {
  return rule.event === event || (rule.event === 'custom' && event.startsWith('custom:'));
}

/** What a rule gives for an event that it is about. */
export function eventOutcome(rule: RuleOf<'event'>, circumstances: Circumstances): Outcome {
  const inputs = { event: rule.event, points: rule.points };
  const none = (why: Outcome['why']): Outcome => ({ rule, why, points: 0, lines: [], inputs });
  const why = unmet(rule, { ...circumstances, total: 0n });
  if (why) return none(why);
  const points = Number(capped(rule, BigInt(rule.points), circumstances));
  if (points === 0) return none('cap_used_up');
  return { rule, why: points < rule.points ? 'capped' : 'applied', points, lines: [], inputs };
}

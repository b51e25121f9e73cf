import type { EarnRule } from '@wafa/contract';
import { inMinor, inUnits } from '../../shared/amounts.ts';
import { fieldOf, instantOf } from '../../shared/moments.ts';

interface Store {
  currency: string;
  timeZone: string;
}

/** A rule to start from; its id stays with it, since caps and entries name it. */
export function blankRule(): object {
  return {
    id: `rule-${crypto.randomUUID().slice(0, 8)}`,
    kind: 'multiplier',
    percent: 200,
    per: 'order',
    isActive: true,
  };
}

/** A rule as the form shows it: money in units, times by the clock of the store. */
export function toFields(rule: EarnRule, { currency, timeZone }: Store): object {
  const minimum = 'minimumBasket' in rule.when ? rule.when.minimumBasket : undefined;
  return {
    ...rule,
    ...(rule.kind === 'rate' ? { pointsPerUnit: Number(rule.pointsPerUnit) } : {}),
    when: { ...rule.when, minimumBasket: inUnits(minimum, currency) },
    startsAt: fieldOf(rule.startsAt, timeZone),
    endsAt: fieldOf(rule.endsAt, timeZone),
  };
}

type Values = Record<string, unknown>;

/** Leaves out what was not filled in, since a condition that is there has to hold. */
function filled(values: unknown): Values {
  return Object.fromEntries(
    Object.entries((values ?? {}) as Values).filter(
      ([, value]) =>
        value !== undefined &&
        value !== null &&
        value !== '' &&
        value !== false &&
        !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** What the contract takes for each kind, from what the form holds. */
export function fromFields(values: Values, { currency, timeZone }: Store): object {
  const { id, kind, isActive, percent, pointsPerUnit, points, per, event } = values;
  const { hours: span, minimumBasket, ...asked } = filled(values.when);
  const hours = filled(span);
  const whenAny = {
    ...asked,
    ...(Object.keys(hours).length > 0 ? { hours } : {}),
  };
  const when =
    kind === 'event'
      ? without(whenAny, ['categories', 'skus', 'firstOrder'])
      : { ...whenAny, ...filled({ minimumBasket: inMinor(minimumBasket, currency) }) };
  const name = filled(values.name);
  return {
    id,
    kind,
    isActive: isActive ?? true,
    ...(Object.keys(name).length > 0 ? { name } : {}),
    startsAt: instantOf(values.startsAt, timeZone),
    endsAt: instantOf(values.endsAt, timeZone),
    when,
    ...(kind === 'exclude' ? {} : { caps: filled(values.caps) }),
    ...(kind === 'multiplier' ? { percent } : {}),
    ...(kind === 'rate' ? { pointsPerUnit } : {}),
    ...(kind === 'points' ? { points, per: per ?? 'order' } : {}),
    ...(kind === 'event' ? { points, event } : {}),
  };
}

function without(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

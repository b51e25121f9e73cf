import type { EarnRule, Program } from '@wafa/contract';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { useLocationNames } from '../../shared/location-names.ts';
import { useWeekdays } from '../../shared/weekdays.ts';

/** A rule in words: what it gives, and each condition and cap. */
export interface RuleWords {
  gives: string;
  conditions: string[];
}

const capNames = ['perOrder', 'perDay', 'perMonth', 'perCustomer'] as const;

/** Says rules in the reader's language, with the names of branches, tiers and days. */
export function useRuleWords(programme: Program): (rule: EarnRule) => RuleWords {
  const text = useText();
  const { language, number, money, date } = useFormat();
  const locations = useLocationNames();
  const weekdays = useWeekdays();
  const any = new Intl.ListFormat(language, { type: 'disjunction' });
  const named = <V>(values: readonly V[], names: readonly { value: V; label: string }[]) =>
    any.format(values.map((value) => names.find((name) => name.value === value)?.label ?? String(value)));
  const tiers = programme.tiers.map(({ key, name }) => ({ value: key, label: name[language] }));

  function gives(rule: EarnRule): string {
    switch (rule.kind) {
      case 'multiplier':
        return text('console.loyalty.gives_multiplier', { times: number(rule.percent / 100) });
      case 'rate':
        return text('console.loyalty.gives_rate', {
          points: number(Number(rule.pointsPerUnit)),
          currency: programme.currency,
        });
      case 'points':
        return text(`console.loyalty.gives_per_${rule.per}`, {
          points: text('points.count', { count: rule.points }),
        });
      case 'exclude':
        return text('console.loyalty.gives_nothing');
      case 'event':
        return text('console.loyalty.gives_event', {
          points: text('points.count', { count: rule.points }),
          event: eventName(rule.event),
        });
    }
  }

  function eventName(event: string): string {
    const key = `console.loyalty.event_${event}`;
    return text(key) === key ? event : text(key);
  }

  return (rule) => {
    const { when } = rule;
    const conditions: string[] = [];
    const add = (key: string, value: string) => conditions.push(text(`console.loyalty.if_${key}`, { value }));
    if ('firstOrder' in when && when.firstOrder) conditions.push(text('console.loyalty.if_first_order'));
    if ('minimumBasket' in when && when.minimumBasket)
      add('minimum', money(when.minimumBasket, programme.currency, { whole: true }));
    if ('categories' in when && when.categories) add('categories', any.format(when.categories));
    if ('skus' in when && when.skus) add('skus', any.format(when.skus));
    if (when.locations) add('locations', named(when.locations, locations));
    if (when.weekdays) add('weekdays', named(when.weekdays, weekdays));
    if (when.hours)
      conditions.push(text('console.loyalty.if_hours', { from: when.hours.from, to: when.hours.to }));
    if (when.tiers) add('tiers', named(when.tiers, tiers));
    if (when.segments) add('segments', any.format(when.segments));
    if (rule.startsAt) add('from', date(rule.startsAt, 'stamp'));
    if (rule.endsAt) add('to', date(rule.endsAt, 'stamp'));
    if ('caps' in rule) {
      for (const cap of capNames) {
        const points = rule.caps[cap];
        if (points !== undefined)
          conditions.push(
            text(`console.loyalty.cap_${cap}`, { points: text('points.count', { count: points }) }),
          );
      }
    }
    return { gives: gives(rule), conditions };
  };
}

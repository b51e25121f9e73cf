import { formatPercent, type Language, translate } from '@wafa/i18n';

/** The figures that sentences are made from. */
export interface InsightFigures {
  orders: number;
  spent: number;
  refunded: number;
  daysSince: number | null;
  medianGapDays: number | null;
  gaps: number;
  lately: number;
  before: number;
  spentRank: number | null;
  topCategory: { category: string | null; share: number } | null;
  topWeekday: { weekday: number; share: number } | null;
}

/** A sentence before it is worded: shares 0 to 1, weekdays 1 (Monday) to 7, days. */
export interface Insight {
  key: string;
  params: Record<string, string | number>;
}

/** A pattern is one from so many orders on. */
const enoughOrders = 5;
const enoughGaps = 3;
const most = 3;

type Rule = (figures: InsightFigures) => Insight | undefined;
const whole = (value: number) => Math.max(1, Math.round(value));
const share = (value: number) => Math.round(value * 100) / 100;

/** Longer without an order than twice the usual time, and at least a week longer. */
const overdue: Rule = ({ gaps, medianGapDays: gap, daysSince: days }) =>
  gap !== null && days !== null && gaps >= enoughGaps && days > 2 * gap && days - gap >= 7
    ? { key: 'overdue', params: { days, gap: whole(gap) } }
    : undefined;

/** A quarter of a year against the one before: a change of a quarter or more. */
const spending: Rule = ({ lately, before }) => {
  if (lately <= 0 || before <= 0) return undefined;
  const change = lately / before - 1;
  if (Math.abs(change) < 0.25) return undefined;
  return {
    key: change > 0 ? 'spending_up' : 'spending_down',
    params: { share: share(Math.abs(change)) },
  };
};

const topSpender: Rule = ({ spentRank: rank }) => {
  const top = [0.01, 0.05, 0.1].find((part) => rank !== null && rank >= 1 - part);
  return top === undefined ? undefined : { key: 'top_spender', params: { share: top } };
};

/** A tenth or more of what was bought came back, over enough orders. */
const returns: Rule = ({ orders, spent, refunded }) => {
  const back = refunded / (spent + refunded || 1);
  return orders >= enoughOrders && back >= 0.1
    ? { key: 'returns', params: { share: share(back) } }
    : undefined;
};

const favouriteCategory: Rule = ({ orders, topCategory: top }) =>
  orders >= enoughOrders && top?.category && top.share >= 0.4
    ? { key: 'favourite_category', params: { share: share(top.share), category: top.category } }
    : undefined;

/** Two fifths of all orders on one day of seven. */
const favouriteWeekday: Rule = ({ orders, topWeekday: top }) =>
  orders >= enoughOrders && top && top.share >= 0.4
    ? { key: 'favourite_weekday', params: { share: share(top.share), weekday: top.weekday } }
    : undefined;

const regular: Rule = ({ gaps, medianGapDays: gap, daysSince: days }) =>
  gap !== null && days !== null && gaps >= enoughGaps && days <= 2 * gap
    ? { key: 'regular', params: { gap: whole(gap) } }
    : undefined;

/** What needs attention first, then what sets the customer apart. */
const rules: readonly Rule[] = [
  overdue,
  spending,
  topSpender,
  favouriteCategory,
  favouriteWeekday,
  regular,
  returns,
];

/** At most three sentences that the figures bear out. */
export function insightsOf(figures: InsightFigures): Insight[] {
  return rules.flatMap((rule) => rule(figures) ?? []).slice(0, most);
}

/** A sentence in a language. */
export function wordInsight({ key, params }: Insight, language: Language): string {
  const worded: Record<string, string | number> = { ...params };
  if (typeof params.share === 'number') worded.share = formatPercent(params.share, language);
  if (typeof params.weekday === 'number') worded.weekday = weekdayName(params.weekday, language);
  return translate(language, `insights.${key}`, worded);
}

/** 1 is Monday; 2024-01-01 was one. */
function weekdayName(weekday: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, 0, weekday)),
  );
}

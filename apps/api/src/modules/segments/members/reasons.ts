import type { SegmentKind } from '@wafa/contract';
import { formatMoney, translate } from '@wafa/i18n';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.ts';
import * as settings from '../../settings/index.ts';
import type { Book } from '../definitions/book.ts';
import { nameOf } from '../definitions/names.ts';
import { kindOf } from '../definitions/present.ts';
import { type Asked, eligible, figures, rfmScores } from '../evaluation/figures.ts';
import { compile } from '../rules/compile.ts';
import { fields } from '../rules/fields.ts';
import type { Dynamic } from '../rules/references.ts';
import { type CheckedRule, rulesOf } from '../rules/types.ts';
import { type Label, label, type Naming, ruleWords, valueWords } from '../rules/words.ts';

export interface Reason {
  sentence: Label;
  figures: Record<string, string | number | boolean | null>;
}

/** The figures that the definitions look at, of one customer. */
export interface SystemFigures {
  customer_id: string;
  idleDays: number;
  joinedDays: number;
  orderDaysAgo: number | null;
  orders: number;
  totalSpent: number;
  recent: number;
  former: number;
  inWindow: number;
  spent: number;
  gaps: number;
  medianGapDays: number | null;
  recency: number | null;
  frequency: number | null;
  monetary: number | null;
}

/** Names of segments and branches for sentences. */
export async function namingOf(ctx: Ctx, book: Book): Promise<Naming> {
  const [{ currency, timeZone }, locations] = await Promise.all([
    settings.store(ctx),
    settings.locations(ctx),
  ]);
  return {
    currency,
    timeZone,
    nameOf(of, key, language) {
      if (of === 'location') {
        const location = locations.get(key);
        return (language === 'ar' ? location?.nameAr : undefined) ?? location?.name ?? key;
      }
      const row = book.rows.find((one) => one.key === key);
      const kind = kindOf(key, row);
      return kind ? nameOf(key, kind, row)[language] : key;
    },
  };
}

/** What the built-in definitions, RFM and clusters see of customers now. */
export async function systemFigures(
  ctx: Ctx,
  { numbers, model }: Book,
  ids: readonly string[],
): Promise<Map<string, SystemFigures>> {
  const asked: Asked = { storeId: ctx.storeId, now: ctx.now, scope: { ids }, numbers, model };
  const scores = model.recencyDays.length > 0 ? rfmScores(asked) : undefined;
  const score = (value: ReturnType<typeof rfmScores>['recency'] | undefined) =>
    value ? sql`case when x.total_orders > 0 then ${value} end` : sql`null::int`;
  const days = (value: ReturnType<typeof rfmScores>['recency']) =>
    sql`floor(extract(epoch from ${ctx.now}::timestamptz - ${value}) / 86400)::float8`;
  const { rows } = await sql<SystemFigures>`
    with base as materialized (${eligible(asked)}), figures as materialized (${figures(asked)})
    select x.customer_id, ${days(sql`x.idle_since`)} as "idleDays", ${days(sql`x.created_at`)} as "joinedDays",
           x.order_days_ago::float8 as "orderDaysAgo", x.total_orders as orders, x.total_spent as "totalSpent",
           x.recent, x.former, x.in_window as "inWindow", x.spent::bigint as spent, coalesce(x.gaps, 0) as gaps,
           round((x.median_gap / 86400)::numeric, 1)::float8 as "medianGapDays",
           ${score(scores?.recency)} as recency, ${score(scores?.frequency)} as frequency,
           ${score(scores?.monetary)} as monetary
      from figures x`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.customer_id, row]));
}

/** Why customers are in a built-in segment, an RFM group or a cluster, by their figures now. */
export function systemReason(
  key: string,
  kind: SegmentKind,
  found: SystemFigures | undefined,
  { numbers, model }: Book,
  currency: string,
): Reason {
  if (!found) return { sentence: say('segment.why.gone', {}), figures: {} };
  const shown = partsOf(key, kind, found, numbers.atRiskFormerOrders, model.vipCutoff);
  return {
    sentence: label((language) => {
      const money = (minor: number) => formatMoney(minor, currency, language);
      return translate(language, shown.sentence, {
        ...numbers,
        ...whole(shown.figures),
        ...(typeof shown.figures.spent === 'number' ? { spent: money(shown.figures.spent) } : {}),
        ...(typeof shown.figures.cutoff === 'number' ? { cutoff: money(shown.figures.cutoff) } : {}),
      });
    }),
    figures: shown.figures,
  };
}

const say = (key: string, params: Record<string, string | number>): Label =>
  label((language) => translate(language, key, params));

const whole = (figures: Reason['figures']): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(figures).flatMap(([name, value]) =>
      typeof value === 'number' || typeof value === 'string' ? [[name, value]] : [],
    ),
  );

function partsOf(
  key: string,
  kind: SegmentKind,
  found: SystemFigures,
  formerNeeded: number,
  cutoff: number | null,
): { sentence: string; figures: Reason['figures'] } {
  const { idleDays, orderDaysAgo, orders, totalSpent } = found;
  if (kind === 'rfm') {
    const { recency, frequency, monetary } = found;
    return {
      sentence: 'segment.why.rfm',
      figures: { recency, frequency, monetary, orderDaysAgo, orders, spent: totalSpent },
    };
  }
  if (kind === 'cluster')
    return { sentence: 'segment.why.cluster', figures: { orderDaysAgo, orders, spent: totalSpent } };
  switch (key) {
    case 'churned':
    case 'inactive':
      return { sentence: `segment.why.${key}`, figures: { idleDays, orderDaysAgo } };
    case 'at_risk': {
      const { recent, former, gaps, medianGapDays } = found;
      const fell = former >= formerNeeded && recent < former;
      return {
        sentence: `segment.why.at_risk.${fell ? 'drop' : 'gap'}`,
        figures: { recentOrders: recent, formerOrders: former, orderDaysAgo, medianGapDays, gaps },
      };
    }
    case 'vip':
      return { sentence: 'segment.why.vip', figures: { spent: found.spent, cutoff } };
    case 'new':
      return { sentence: 'segment.why.new', figures: { joinedDays: found.joinedDays, orders } };
    default:
      return { sentence: 'segment.why.orders', figures: { orders: found.inWindow } };
  }
}

/** Why somebody is in a manual segment. */
export const manualReason = (reason: string | null): Reason => ({
  sentence: reason === null ? say('segment.why.manual', {}) : say('segment.why.manual_reason', { reason }),
  figures: {},
});

/** Rules of one sentence; more are counted on by nobody. */
const rulesSaid = 6;

/** The rules of a dynamic segment in words, each with the value of the customer now. */
export async function dynamicReasons(
  ctx: Ctx,
  book: Book,
  { rules }: Pick<Dynamic, 'rules'>,
  ids: readonly string[],
): Promise<(customerId: string) => Reason> {
  const naming = await namingOf(ctx, book);
  const leaves = rulesOf(rules);
  const { storeId, now } = ctx;
  const { joins, values } = compile(rules, {
    storeId,
    now,
    timeZone: naming.timeZone,
    scope: { ids },
    model: book.model,
  });
  const columns = values.map((value, at) => sql`${value ?? sql`null`} as ${sql.ref(`v${at}`)}`);
  const { rows } =
    ids.length === 0
      ? { rows: [] }
      : await sql<Record<string, unknown>>`
          with base as (${eligible({ storeId, scope: { ids } })})
          select b.customer_id${columns.length > 0 ? sql`, ${sql.join(columns)}` : sql``}
            from base b ${joins}`.execute(ctx.tx);
  const byId = new Map(rows.map((row) => [row.customer_id, row]));
  return (customerId) => reasonOf(leaves, byId.get(customerId), naming);
}

function reasonOf(
  leaves: readonly CheckedRule[],
  row: Record<string, unknown> | undefined,
  naming: Naming,
): Reason {
  if (!row) return { sentence: say('segment.why.gone', {}), figures: {} };
  const values = leaves.map((leaf, at) => plain(leaf, row[`v${at}`]));
  return {
    sentence: label((language) => {
      if (leaves.length === 0) return translate(language, 'segment.words.everybody');
      return leaves
        .slice(0, rulesSaid)
        .map((leaf, at) => {
          const field = fields[leaf.field];
          const words = ruleWords(leaf, naming, language);
          if (!field?.read) return words;
          const value = valueWords(field, values[at], naming, language);
          return `${words} (${translate(language, 'segment.words.now', { value })})`;
        })
        .join(language === 'ar' ? '؛ ' : '; ');
    }),
    figures: Object.fromEntries(
      leaves.flatMap((leaf, at) =>
        fields[leaf.field]?.read ? [[nameIn(leaves, at), values[at] ?? null]] : [],
      ),
    ),
  };
}

/** The field's name, numbered where rules ask for it several times. */
function nameIn(leaves: readonly CheckedRule[], at: number): string {
  const name = leaves[at]?.field ?? '';
  const before = leaves.slice(0, at).filter(({ field }) => field === name).length;
  return before === 0 ? name : `${name}_${before + 1}`;
}

/** A value of the database as JSON has it: sums and counts come as text. */
function plain({ field }: CheckedRule, value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  const type = fields[field]?.type;
  if (type === 'text' || type === 'option' || type === 'date') return String(value);
  return Number(value);
}

import { type RawBuilder, sql } from 'kysely';
import { inScope, type Scope } from '../../customers/index.ts';
import type { ModelRow } from '../definitions/sql.ts';
import { fields } from './fields.ts';
import { type CheckedGroup, type CheckedRule, type FieldEnv, isGroup, rulesOf } from './types.ts';

/** For whom and when rules are asked, and where other segments' members are found. */
interface CompileFor {
  storeId: string;
  now: Date;
  timeZone: string;
  scope: Scope;
  model: ModelRow;
  /** The condition that `b.customer_id` is in one of these segments; by default as memberships stand. */
  inSegments?: (keys: readonly string[]) => RawBuilder<boolean>;
}

interface Compiled {
  /** `left join` of what the rules lean on, to the customers' facts as `b`. */
  joins: RawBuilder<unknown>;
  condition: RawBuilder<boolean>;
  /** The value of each rule's field, in the order of `rulesOf`; null of a field with several values. */
  values: (RawBuilder<unknown> | null)[];
}

/**
 * A checked tree as SQL. Values are parameters; columns come from the closed list of fields alone. The text is
 * the same for one customer and for a range of all, but for the condition of the scope. A rule over a value
 * that is not there does not hold, and a negative one does.
 */
export function compile(tree: CheckedGroup, given: CompileFor): Compiled {
  const joined = new Map<string, { alias: string; query: RawBuilder<unknown> }>();
  const env: FieldEnv = {
    ...given,
    inSegments: given.inSegments ?? ((keys) => inMemberships(given, keys)),
    join(query, key) {
      const known = joined.get(key) ?? { alias: `j${joined.size}`, query };
      joined.set(key, known);
      return known.alias;
    },
  };
  const condition = groupSql(env, tree);
  const values = rulesOf(tree).map((rule) => fields[rule.field]?.read?.(env, rule.args) ?? null);
  const joins = [...joined.values()].map(
    ({ alias, query }) =>
      sql`left join (${query}) as ${sql.ref(alias)} on ${sql.ref(`${alias}.customer_id`)} = b.customer_id`,
  );
  return { condition, values, joins: sql.join(joins, sql` `) };
}

/** Who is in one of these segments by the memberships that stand. */
function inMemberships(
  { storeId, scope }: Pick<CompileFor, 'storeId' | 'scope'>,
  keys: readonly string[],
): RawBuilder<boolean> {
  return sql`b.customer_id in (
    select customer_id from customers.v_segments
     where store_id = ${storeId} and segments && ${keys}::text[] and ${inScope('customer_id', scope)})`;
}

function groupSql(env: FieldEnv, group: CheckedGroup): RawBuilder<boolean> {
  const parts = group.rules.map((node) => (isGroup(node) ? groupSql(env, node) : ruleSql(env, node)));
  const whole =
    parts.length === 0
      ? sql<boolean>`true`
      : sql<boolean>`(${sql.join(parts, sql.raw(` ${group.combinator} `))})`;
  return group.not ? sql`not ${whole}` : whole;
}

/** Operators that hold where their opposite does not. */
const opposites: Partial<Record<CheckedRule['operator'], CheckedRule['operator']>> = {
  '!=': '=',
  notIn: 'in',
  notBetween: 'between',
  notNull: 'null',
};

function ruleSql(env: FieldEnv, rule: CheckedRule): RawBuilder<boolean> {
  const positive = opposites[rule.operator];
  if (positive) return sql`not ${ruleSql(env, { ...rule, operator: positive })}`;
  const field = fields[rule.field];
  if (!field) throw new Error(`a rule of an unknown field was kept: ${rule.field}`);
  if (field.hasOne) {
    const values = Array.isArray(rule.value) ? rule.value.map(String) : [String(rule.value)];
    return sql`coalesce(${field.hasOne(env, values)}, false)`;
  }
  const value = field.read?.(env, rule.args) ?? sql`null`;
  if (rule.operator === 'null') return sql`(${value} is null)`;
  return sql`coalesce(${comparison(field.type, value, rule)}, false)`;
}

const comparators: Partial<Record<CheckedRule['operator'], string>> = {
  '=': '=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function comparison(
  type: string,
  left: RawBuilder<unknown>,
  { operator, value }: CheckedRule,
): RawBuilder<boolean> {
  const cast =
    type === 'text' || type === 'option' ? 'text' : type === 'date' || type === 'boolean' ? type : 'numeric';
  const as = sql.raw(cast);
  const side = type === 'text' ? sql`lower(${left})` : left;
  const param = (given: unknown) =>
    sql`${type === 'text' ? String(given).toLowerCase() : cast === 'boolean' ? given : String(given)}::${as}`;
  const several = Array.isArray(value) ? value : [value];
  const comparator = comparators[operator];
  if (comparator) return sql`${side} ${sql.raw(comparator)} ${param(value)}`;
  switch (operator) {
    case 'between':
      return sql`${side} between ${param(several[0])} and ${param(several[1])}`;
    case 'in':
      return sql`${side} in (${sql.join(several.map(param))})`;
    case 'contains':
      return sql`position(${param(value)} in ${side}) > 0`;
    case 'beginsWith':
      return sql`starts_with(${side}, ${param(value)})`;
    case 'endsWith':
      return sql`right(${side}, length(${param(value)})) = ${param(value)}`;
    default:
      throw new Error(`a rule of an unknown operator was kept: ${operator}`);
  }
}

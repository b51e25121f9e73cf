import type { Rule, RuleField, RuleGroup, RuleNode, RuleValue, RuleValueType } from '@wafa/contract';

/** Fields of rules by their names. */
export type Fields = ReadonlyMap<string, RuleField>;

/** Where a node stands: positions from the root down. */
export type Place = readonly number[];

/** What a rule's value looks like under its operator. */
export type Shape = 'none' | 'one' | 'span' | 'list';

export function shapeOf(operator: string): Shape {
  if (operator === 'null' || operator === 'notNull') return 'none';
  if (operator === 'between' || operator === 'notBetween') return 'span';
  return operator === 'in' || operator === 'notIn' ? 'list' : 'one';
}

export function isGroup(node: RuleNode): node is RuleGroup {
  return 'rules' in node;
}

type Single = string | number | boolean | null;

const numeric: ReadonlySet<RuleValueType> = new Set(['number', 'money', 'percent', 'days']);

/** The value where it is of the type; else what an untouched rule of that type holds. */
function suited(value: unknown, type: RuleValueType): Single {
  if (type === 'boolean') return typeof value === 'boolean' ? value : true;
  if (numeric.has(type)) return typeof value === 'number' ? value : null;
  return typeof value === 'string' && value !== '' ? value : null;
}

function valueFor(shape: Shape, value: unknown, type: RuleValueType): RuleValue | undefined {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  switch (shape) {
    case 'none':
      return undefined;
    case 'one':
      return suited(all[0], type);
    case 'span':
      // A bound that is still open stays a hole, so that it is not read as the other one.
      return [0, 1].map((at) => suited(all[at], type)) as (string | number)[];
    case 'list':
      return all.map((each) => suited(each, type)).filter((each) => each !== null) as (string | number)[];
  }
}

/**
 * A rule whose operator, value and arguments are those of its field: what the field does not have is
 * dropped, what it wants is added with its default. A rule of an unknown field stays as it is.
 */
export function fitted(rule: Rule, field: RuleField | undefined): Rule {
  if (!field) return rule;
  const [first = '='] = field.operators;
  const operator = field.operators.find((each) => each === rule.operator) ?? first;
  const { value: before, args: _, ...rest } = rule;
  const value = valueFor(shapeOf(operator), before, field.type);
  const args = Object.fromEntries(
    field.args.map(({ name, default: usual }) => [name, rule.args?.[name] ?? usual]),
  );
  return {
    ...rest,
    operator,
    ...(value === undefined ? {} : { value }),
    ...(field.args.length > 0 ? { args } : {}),
  };
}

/** The tree with every rule fitted to its field. */
export function fittedTree(group: RuleGroup, fields: Fields): RuleGroup {
  return {
    ...group,
    rules: group.rules.map((node) =>
      isGroup(node) ? fittedTree(node, fields) : fitted(node, fields.get(node.field)),
    ),
  };
}

/** Whether a rule waits for a value or an argument that it needs. */
export function isUnfilled(rule: Rule, field: RuleField | undefined): boolean {
  if (!field) return false;
  const { value } = rule;
  const shape = shapeOf(rule.operator);
  if (shape === 'one' && (value === null || value === undefined)) return true;
  if (shape === 'list' && !(Array.isArray(value) && value.length > 0)) return true;
  if (shape === 'span' && !(Array.isArray(value) && value.every((each) => each !== null))) return true;
  return field.args.some(({ name, required }) => required && (rule.args?.[name] ?? null) === null);
}

/** How many rules of the tree wait for a value. */
export function countUnfilled(group: RuleGroup, fields: Fields): number {
  return group.rules.reduce((count, node) => {
    if (isGroup(node)) return count + countUnfilled(node, fields);
    return count + (isUnfilled(node, fields.get(node.field)) ? 1 : 0);
  }, 0);
}

/** The tree as the API takes it: without the editor's ids. */
export function bare(group: RuleGroup): RuleGroup {
  return {
    combinator: group.combinator,
    ...(group.not ? { not: true } : {}),
    rules: group.rules.map((node) => (isGroup(node) ? bare(node) : bareRule(node))),
  };
}

function bareRule({ field, operator, value, args }: Rule): Rule {
  const given = Object.entries(args ?? {}).filter(([, each]) => each !== null);
  return {
    field,
    operator,
    ...(value === undefined ? {} : { value }),
    ...(given.length > 0 ? { args: Object.fromEntries(given) } : {}),
  };
}

/** The tree with one argument of the rule at a place changed. */
export function withArg(
  group: RuleGroup,
  place: Place,
  name: string,
  value: string | number | null,
): RuleGroup {
  const [at, ...below] = place;
  return {
    ...group,
    rules: group.rules.map((node, position) => {
      if (position !== at) return node;
      return isGroup(node)
        ? withArg(node, below, name, value)
        : { ...node, args: { ...node.args, [name]: value } };
    }),
  };
}

/** Names a place, so that faults can be found by it. */
export function placeKey(place: Place): string {
  return place.join('.');
}

/** Sentences by the place they are about: `rules.rules[0].rules[2].value` is the third node of the first. */
export function faultsByPlace(
  errors: readonly { field: string; message: string }[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { field, message } of errors) {
    if (!field.startsWith('rules')) continue;
    const place = [...field.matchAll(/\brules[.[](\d+)/g)].map(([, at]) => Number(at));
    const key = placeKey(place);
    found.set(key, [...(found.get(key) ?? []), message]);
  }
  return found;
}

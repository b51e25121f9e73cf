import { maxRuleDepth, maxRuleNodes, measureRules, type RuleOperator } from '@wafa/contract';
import { fields, isEvent } from './fields.ts';
import type { Argument, CheckedGroup, CheckedRule, Field, Source } from './types.ts';

/** A fault of a tree: where it is, as `rules.rules[0].value`, and the key of its sentence. */
interface Fault {
  field: string;
  message: string;
}

/** What rules may name besides the fields. */
export interface Known {
  segments: ReadonlySet<string>;
  locations: ReadonlySet<string>;
}

const textLimit = 100;
const listLimit = 100;
const numberLimit = Number.MAX_SAFE_INTEGER;

/**
 * Checks a tree against the fields: names, operators, types of values. Numbers that came as text become
 * numbers, and marks of the editor (ids) go.
 * @param at the input field of the tree
 */
export function checkRules(
  tree: unknown,
  known: Known,
  at = 'rules',
): { rules: CheckedGroup; faults: Fault[] } {
  const faults: Fault[] = [];
  const { nodes, depth } = measureRules(tree);
  if (depth > maxRuleDepth || nodes > maxRuleNodes) {
    faults.push({ field: at, message: depth > maxRuleDepth ? 'rules_too_deep' : 'too_many_rules' });
    return { rules: { combinator: 'and', rules: [] }, faults };
  }
  const rules = checkNode(tree, at, { faults, known });
  if (!('rules' in rules)) faults.push({ field: at, message: 'rule_shape' });
  return { rules: rules as CheckedGroup, faults };
}

interface Checking {
  faults: Fault[];
  known: Known;
}

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkNode(node: unknown, at: string, checking: Checking): CheckedGroup | CheckedRule {
  if (!isObject(node)) {
    checking.faults.push({ field: at, message: 'rule_shape' });
    return { combinator: 'and', rules: [] };
  }
  if (!('rules' in node)) return checkRule(node, at, checking);
  if (!Array.isArray(node.rules) || (node.combinator !== 'and' && node.combinator !== 'or')) {
    checking.faults.push({ field: `${at}.combinator`, message: 'rule_shape' });
    return { combinator: 'and', rules: [] };
  }
  return {
    combinator: node.combinator,
    ...(node.not === true ? { not: true } : {}),
    rules: node.rules.map((inner, index) => checkNode(inner, `${at}.rules[${index}]`, checking)),
  };
}

function checkRule(node: Loose, at: string, checking: Checking): CheckedRule {
  const fault = (part: string, message: string) => checking.faults.push({ field: `${at}.${part}`, message });
  const rule: CheckedRule = { field: String(node.field), operator: '=', value: null, args: {} };
  const field = Object.hasOwn(fields, rule.field) ? fields[rule.field] : undefined;
  if (typeof node.field !== 'string' || !field) {
    fault('field', 'rule_field');
    return rule;
  }
  rule.args = checkArguments(field, node.args, at, checking);
  if (!field.operators.includes(node.operator as RuleOperator)) {
    fault('operator', 'rule_operator');
    return rule;
  }
  rule.operator = node.operator as RuleOperator;
  const value = checkValue(field, rule.operator, node.value, checking.known);
  if (typeof value === 'object' && value !== null && 'fault' in value) fault('value', value.fault);
  else rule.value = value;
  return rule;
}

type Value = CheckedRule['value'];
type Single = string | number | boolean;

function checkValue(
  field: Field,
  operator: RuleOperator,
  given: unknown,
  known: Known,
): Value | { fault: string } {
  if (operator === 'null' || operator === 'notNull') return null;
  const isRange = operator === 'between' || operator === 'notBetween';
  if (!isRange && operator !== 'in' && operator !== 'notIn') return checkSingle(field, given, known);
  const parts = typeof given === 'string' ? given.split(',').map((part) => part.trim()) : given;
  if (
    !Array.isArray(parts) ||
    parts.length === 0 ||
    parts.length > listLimit ||
    (isRange && parts.length !== 2)
  )
    return { fault: 'rule_value' };
  const values: Single[] = [];
  for (const part of parts) {
    const value = checkSingle(field, part, known);
    if (typeof value === 'object') return value;
    values.push(value);
  }
  if (isRange && (values[0] as Single) > (values[1] as Single)) return { fault: 'rule_order' };
  return values as (string | number)[];
}

function checkSingle(
  field: Pick<Field, 'type' | 'minimum' | 'maximum' | 'source'>,
  given: unknown,
  known: Known,
): Single | { fault: string } {
  switch (field.type) {
    case 'boolean':
      if (typeof given === 'boolean') return given;
      return given === 'true' || given === 'false' ? given === 'true' : { fault: 'rule_value' };
    case 'date':
      return typeof given === 'string' && isDate(given) ? given : { fault: 'rule_value' };
    case 'text':
    case 'option':
      return checkText(field.source, given, known);
    default:
      return checkNumber(field, given);
  }
}

/** A day of the calendar from the year 1900 on, yyyy-mm-dd. */
function isDate(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function checkText(
  source: Source,
  given: unknown,
  { segments, locations }: Known,
): Single | { fault: string } {
  if (typeof given !== 'string' || given.length === 0 || given.length > textLimit)
    return { fault: 'rule_value' };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL cannot be stored, and none of them is typed.
  if (/[\u0000-\u001f\p{Surrogate}]/u.test(given)) return { fault: 'rule_value' };
  if (source.kind === 'list') return source.options.includes(given) ? given : { fault: 'rule_option' };
  if (source.kind === 'none') return given;
  if (source.of === 'segment') return segments.has(given) ? given : { fault: 'segment_unknown' };
  if (source.of === 'location') return locations.has(given) ? given : { fault: 'rule_option' };
  return source.of !== 'event' || isEvent(given) ? given : { fault: 'rule_option' };
}

function checkNumber(
  { type, minimum = -numberLimit, maximum = numberLimit }: Pick<Field, 'type' | 'minimum' | 'maximum'>,
  given: unknown,
): Single | { fault: string } {
  const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof number !== 'number' || !Number.isFinite(number)) return { fault: 'rule_value' };
  if (type === 'money' && !Number.isInteger(number)) return { fault: 'rule_value' };
  return number < minimum || number > maximum ? { fault: 'rule_range' } : number;
}

function checkArguments(
  field: Field,
  given: unknown,
  at: string,
  { faults, known }: Checking,
): CheckedRule['args'] {
  const args: CheckedRule['args'] = {};
  const fault = (name: string, message: string) => faults.push({ field: `${at}.args.${name}`, message });
  if (given !== undefined && given !== null && !isObject(given)) {
    faults.push({ field: `${at}.args`, message: 'rule_args' });
    return args;
  }
  const values = (given ?? {}) as Loose;
  for (const name of Object.keys(values))
    if (!field.args.some((argument) => argument.name === name)) fault(name, 'rule_args');
  for (const argument of field.args) {
    const value = values[argument.name] ?? argument.default;
    if (value === null || value === undefined || value === '') {
      if (argument.required) fault(argument.name, 'rule_arg_required');
      continue;
    }
    const checked = checkArgument(argument, value, known);
    if (typeof checked === 'object') fault(argument.name, checked.fault);
    else args[argument.name] = checked;
  }
  return args;
}

function checkArgument(
  argument: Argument,
  given: unknown,
  known: Known,
): string | number | { fault: string } {
  const checked = checkSingle(argument, given, known);
  if (typeof checked === 'boolean') return { fault: 'rule_value' };
  return argument.type === 'days' && typeof checked === 'number' && !Number.isInteger(checked)
    ? { fault: 'rule_value' }
    : checked;
}

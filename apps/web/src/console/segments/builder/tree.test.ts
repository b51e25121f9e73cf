import type { Rule, RuleField, RuleGroup } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import { bare, countUnfilled, faultsByPlace, fitted, fittedTree, isUnfilled, withArg } from './tree.ts';

const words = { en: '', ar: '' };
const field = (changes: Partial<RuleField>): RuleField => ({
  field: 'orders',
  group: 'orders',
  groupLabel: words,
  label: words,
  help: words,
  type: 'number',
  operators: ['>=', 'between', 'in', 'null'],
  source: 'none',
  options: [],
  minimum: null,
  maximum: null,
  args: [],
  ...changes,
});
const days = {
  name: 'days',
  label: words,
  type: 'days' as const,
  required: true,
  default: 90,
  minimum: 1,
  maximum: 3650,
  source: 'none' as const,
  options: [],
};
const orders = field({ args: [days] });
const rule = (changes: Partial<Rule>): Rule => ({ field: 'orders', operator: '>=', ...changes });

describe('a rule fitted to its field', () => {
  it('keeps what suits and adds the default of an argument', () => {
    expect(fitted(rule({ value: 3 }), orders)).toEqual(rule({ value: 3, args: { days: 90 } }));
  });

  it('takes the first operator of the field where its own is not one of them', () => {
    expect(fitted(rule({ operator: 'contains', value: 'x' }), orders)).toMatchObject({
      operator: '>=',
      value: null,
    });
  });

  it('turns one value into the lower bound of a span, and back', () => {
    const span = fitted(rule({ operator: 'between', value: 3 }), orders);
    expect(span.value).toEqual([3, null]);
    expect(fitted({ ...span, operator: '>=' }, orders).value).toBe(3);
  });

  it('makes a list of a value, and has none where the operator asks for none', () => {
    expect(fitted(rule({ operator: 'in', value: 3 }), orders).value).toEqual([3]);
    expect(fitted(rule({ operator: 'null', value: 3 }), orders)).not.toHaveProperty('value');
  });

  it('drops arguments that the field does not have', () => {
    expect(fitted(rule({ value: 3, args: { sku: 'A1' } }), field({}))).not.toHaveProperty('args');
  });

  it('says yes in a rule of yes and no that was not touched', () => {
    const truth = field({ type: 'boolean', operators: ['='] });
    expect(fitted(rule({ operator: '=', value: '' }), truth).value).toBe(true);
  });

  it('stays as it is where the field is not known', () => {
    const unknown = rule({ field: 'gone', value: 1 });
    expect(fitted(unknown, undefined)).toBe(unknown);
  });
});

describe('a rule that waits', () => {
  it('is one without its value, one of its bounds, or an argument that it needs', () => {
    const full = { args: { days: 30 } };
    expect(isUnfilled(rule({ value: null, ...full }), orders)).toBe(true);
    expect(isUnfilled(rule({ operator: 'between', value: [1, null] as never, ...full }), orders)).toBe(true);
    expect(isUnfilled(rule({ value: 1, args: { days: null } }), orders)).toBe(true);
    expect(isUnfilled(rule({ value: 0, ...full }), orders)).toBe(false);
    expect(isUnfilled(rule({ operator: 'null', ...full }), orders)).toBe(false);
  });
});

describe('the tree', () => {
  const tree: RuleGroup = {
    id: 'a',
    combinator: 'and',
    rules: [
      rule({ id: 'b', value: 1 }),
      { id: 'c', combinator: 'or', not: true, rules: [rule({ id: 'd', value: null })] },
    ],
  };
  const fields = new Map([['orders', orders]]);

  it('counts the rules that wait, in all groups', () => {
    expect(countUnfilled(fittedTree(tree, fields), fields)).toBe(1);
  });

  it('is sent without ids and without arguments that are left open', () => {
    const open = withArg(fittedTree(tree, fields), [1, 0], 'days', null);
    expect(bare(open)).toEqual({
      combinator: 'and',
      rules: [
        rule({ value: 1, args: { days: 90 } }),
        { combinator: 'or', not: true, rules: [rule({ value: null })] },
      ],
    });
  });

  it('has each fault at its place, however the place is written', () => {
    const faults = faultsByPlace([
      { field: 'rules.rules[1].rules[0].value', message: 'first' },
      { field: 'rules.rules.1.rules.0.operator', message: 'second' },
      { field: 'rules', message: 'whole' },
      { field: 'name.en', message: 'elsewhere' },
    ]);
    expect([...faults]).toEqual([
      ['1.0', ['first', 'second']],
      ['', ['whole']],
    ]);
  });
});

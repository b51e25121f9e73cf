import type { Rule, RuleGroup, RuleValue } from '@wafa/contract';
import type { TestApp, TestStore } from '../../../test/harness.ts';
import { work } from './evaluation/run.ts';
import { lockRunning } from './evaluation/sql.ts';

/** Does what the worker does: the whole evaluation that was asked for, and of those that follow it. */
export async function evaluateAll(app: TestApp, store?: TestStore): Promise<void> {
  const isUnderWay = () =>
    app.inStore(async (ctx) => (await lockRunning(ctx.tx, ctx.storeId)) !== undefined, store);
  while (await isUnderWay()) await work((step) => app.inStore(step, store));
}

export const rule = (field: string, operator: string, value?: RuleValue, args?: Rule['args']): Rule => ({
  field,
  operator,
  value,
  ...(args ? { args } : {}),
});
export const allOf = (...rules: RuleGroup['rules']): RuleGroup => ({ combinator: 'and', rules });
export const anyOf = (...rules: RuleGroup['rules']): RuleGroup => ({ combinator: 'or', rules });

export const named = (name: string) => ({ en: name, ar: `شريحة ${name}` });

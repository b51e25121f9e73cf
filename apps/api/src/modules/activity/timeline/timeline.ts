import {
  type activityContract,
  type InputOf,
  type OutputOf,
  type TimelineSource,
  timelineSources,
} from '@wafa/contract';
import { type Ctx, customerOf, may } from '../../../platform/context.ts';
import type { Module, Timeline } from '../../../platform/module.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { pageOf, readCursor } from './rules.ts';

type Contract = typeof activityContract;

let sources: readonly (Timeline & { name: TimelineSource })[] = [];

/** Names the modules that tell what happened with a customer. */
export function configureTimeline(modules: readonly Module[]): void {
  const named = new Map(modules.map((module) => [module.name, module.timeline]));
  sources = timelineSources.flatMap((name) => {
    const timeline = named.get(name);
    return timeline ? [{ name, ...timeline }] : [];
  });
}

/**
 * Everything that happened with a customer, newest first. Each source reads a page of its own tables, and
 * the newest of all make the page; so a page costs one query per source, however far down it lies.
 */
export async function timeline(
  ctx: Ctx,
  input: InputOf<Contract['timeline']>,
): Promise<OutputOf<Contract['timeline']>> {
  const before = readCursor(input.cursor);
  const forStaff = customerOf(ctx.actor) === undefined;
  const [customerId, { currency }] = await Promise.all([
    customers.require(ctx, input.customerId),
    settings.store(ctx),
  ]);
  const chosen = sources.filter(
    ({ name, permission }) =>
      (input.sources?.includes(name) ?? true) && (!forStaff || may(ctx.actor, permission)),
  );
  const found = await Promise.all(
    chosen.map(async ({ name, read }) => {
      const entries = await read(ctx, { customerId, before, limit: input.limit + 1, forStaff });
      return entries.map((entry) => ({ ...entry, source: name }));
    }),
  );
  const { shown, nextCursor } = pageOf(found.flat(), input.limit);
  return {
    entries: shown.map(({ id, source, kind, at, title, params, points, amount, links }) => ({
      id,
      source,
      kind,
      at: at.toISOString(),
      title: `timeline.${title ?? kind}`,
      params: params ?? {},
      points: points ?? null,
      amount: amount ?? null,
      currency,
      links: links ?? {},
    })),
    limit: input.limit,
    nextCursor,
  };
}

import type { activityContract, InputOf, OutputOf } from '@wafa/contract';
import { type Ctx, customerOf } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { pageOf, readCursor } from '../timeline/rules.ts';
import { readEvents } from './sql.ts';

type Contract = typeof activityContract;

/** A customer's events, newest first; customers see less of their own than the staff. */
export async function list(ctx: Ctx, input: InputOf<Contract['list']>): Promise<OutputOf<Contract['list']>> {
  const before = readCursor(input.cursor);
  const [customerId, { currency }] = await Promise.all([
    customers.require(ctx, input.customerId),
    settings.store(ctx),
  ]);
  const forStaff = customerOf(ctx.actor) === undefined;
  const filter = {
    event: input.event,
    from: input.from === undefined ? undefined : new Date(input.from),
    to: input.to === undefined ? undefined : new Date(input.to),
    withoutCustom: !forStaff,
  };
  const rows = await readEvents(ctx.tx, ctx.storeId, customerId, filter, { before, limit: input.limit + 1 });
  const page = pageOf(
    rows.map((row) => ({ ...row, at: row.occurredAt })),
    input.limit,
  );
  return {
    events: page.shown.map(({ at: _, ...event }) => ({
      ...event,
      sourceId: forStaff ? event.sourceId : null,
      properties: forStaff ? event.properties : {},
      occurredAt: event.occurredAt.toISOString(),
      recordedAt: event.recordedAt.toISOString(),
      currency,
    })),
    limit: input.limit,
    nextCursor: page.nextCursor,
  };
}

import type { BulkAction } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as notifications from '../../notifications/index.ts';

/** An operation, as its steps need it. */
interface Operation {
  id: string;
  action: BulkAction;
  createdBy: string;
}

type ActionOf<K extends BulkAction['kind']> = Extract<BulkAction, { kind: K }>;

/**
 * Does an operation's action with customers, open ones in ascending order of id.
 * @returns per customer, in order, the code of why it was refused, or undefined
 */
export async function perform(
  ctx: Ctx,
  operation: Operation,
  ids: readonly string[],
): Promise<(string | undefined)[]> {
  const { action } = operation;
  switch (action.kind) {
    case 'add_tag':
    case 'remove_tag':
    case 'set_status':
      return (await customers.changeMany(ctx, ids, action)).map((refusal) => refusal?.code);
    case 'give_points':
    case 'take_points':
      return movePoints(ctx, operation, action, ids);
    case 'send_message':
      return sendMessages(ctx, operation, action, ids);
    case 'export':
      return ids.map(() => undefined);
  }
}

/** The key (operation, customer) moves points once, for ever. */
async function movePoints(
  ctx: Ctx,
  operation: Operation,
  action: ActionOf<'give_points' | 'take_points'>,
  ids: readonly string[],
): Promise<(string | undefined)[]> {
  const points = action.kind === 'give_points' ? action.points : -action.points;
  const standings = await loyalty.standings(ctx, [...ids]);
  const items = ids.flatMap((customerId): loyalty.AdjustItem[] => {
    const standing = standings.get(customerId);
    if (!standing) return [];
    return [
      {
        customerId,
        accountId: standing.accountId,
        source: 'bulk',
        sourceId: `${operation.id}:${customerId}`,
        points,
        occurredAt: ctx.now,
        description: action.reason,
        reason: { rule: 'adjustment', by: operation.createdBy, operationId: operation.id },
      },
    ];
  });
  const results = await loyalty.adjust(ctx, items);
  const reasons = new Map<string, string | undefined>();
  items.forEach(({ customerId, accountId }, at) => {
    const status = results[at]?.status;
    reasons.set(
      customerId,
      status === 'insufficient'
        ? 'insufficient_points'
        : status === 'conflict'
          ? 'transaction_conflict'
          : undefined,
    );
    if (status !== 'adjusted') return;
    ctx.audit({
      action: 'loyalty.adjust',
      entity: 'account',
      entityId: accountId,
      customerId,
      fields: ['points'],
      after: { points, reason: action.reason, operationId: operation.id },
    });
  });
  return ids.map((id) => (reasons.has(id) ? reasons.get(id) : 'not_enrolled'));
}

/** The key (operation, customer) makes one message; whom it may not go to is refused with the reason. */
async function sendMessages(
  ctx: Ctx,
  operation: Operation,
  { type, topic, subject, message }: ActionOf<'send_message'>,
  ids: readonly string[],
): Promise<(string | undefined)[]> {
  const sent = await notifications.send(
    ctx,
    ids.map((customerId) => ({
      customerId,
      type,
      topic,
      subject,
      message,
      source: 'bulk_operation',
      sourceId: `${operation.id}:${customerId}`,
    })),
  );
  return sent.map(({ status, reason }) => (status === 'SKIPPED' ? (reason ?? 'preference') : undefined));
}

import type { Communication, InputOf, notificationsContract, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import { channelName } from '../channels/registry.ts';
import { showMessage, showMessages } from './history.ts';
import { log } from './log.ts';
import { type SentMessage, send } from './send.ts';

type Contract = typeof notificationsContract;

/** Logs what took place with a customer, or sends them a message, as the staff member asks. */
export async function communicate(
  ctx: Ctx,
  input: InputOf<Contract['communicate']>,
): Promise<OutputOf<Contract['communicate']>> {
  const customerId = await customers.require(ctx, input.customerId);
  const [made] = input.send
    ? await sendOne(ctx, { ...input, customerId })
    : await logOne(ctx, { ...input, customerId });
  return audited(ctx, made);
}

type Input = InputOf<Contract['communicate']>;

function sendOne(ctx: Ctx, { type, ...input }: Input): Promise<SentMessage[]> {
  if (type === 'PHONE') throw new AppError('channel_unavailable', { field: 'type' });
  return send(ctx, [{ ...input, type }]);
}

function logOne(ctx: Ctx, input: Input): Promise<SentMessage[]> {
  if (input.message === undefined) throw new AppError('validation', { field: 'message' });
  const { message, sentAt } = input;
  return log(ctx, [
    {
      ...input,
      message,
      channel: input.channel ?? channelName(input.type),
      occurredAt: sentAt === undefined ? undefined : new Date(sentAt),
    },
  ]);
}

/** Sends one message over each of the channels named. */
export async function sendOverChannels(
  ctx: Ctx,
  input: InputOf<Contract['send']>,
): Promise<OutputOf<Contract['send']>> {
  const { channels, ...rest } = input;
  const customerId = await customers.require(ctx, input.customerId);
  const made = await send(
    ctx,
    [...new Set(channels)].map((type) => ({ ...rest, customerId, type })),
  );
  for (const message of made) audit(ctx, customerId, message);
  ctx.concerns(customerId);
  return {
    communications: await showMessages(
      ctx,
      made.map((message) => message.id),
    ),
  };
}

async function audited(ctx: Ctx, made: SentMessage | undefined): Promise<Communication> {
  if (!made) throw new AppError('internal', { detail: 'a message written is not there' });
  const shown = await showMessage(ctx, made.id);
  audit(ctx, shown.customerId, made);
  return shown;
}

function audit(ctx: Ctx, customerId: string, message: SentMessage): void {
  if (!message.isNew) return;
  ctx.audit({
    action: 'notifications.communicate',
    entity: 'communication',
    entityId: message.id,
    customerId,
  });
}

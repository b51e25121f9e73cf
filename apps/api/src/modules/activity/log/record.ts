import type { ActivityInput, activityContract, InputOf, OutputOf } from '@wafa/contract';
import { errorMessage } from '@wafa/i18n';
import { type Ctx, customerOf } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { type LoggedId, log, type NewEvent } from './log.ts';
import { occurredAt, originOf, selfOrigin } from './rules.ts';

type Input = InputOf<(typeof activityContract)['record']>;
type Output = OutputOf<(typeof activityContract)['record']>;

/**
 * Records the events of any number of requests at once. What is wrong with one event is said at its place
 * (`not_found`, `customer_closed`, `location_unknown`, `date_in_future`, `date_too_old`, `forbidden`,
 * `validation`), and the others are recorded.
 */
export async function record(ctx: Ctx, inputs: readonly Input[]): Promise<Output[]> {
  const checked = await check(
    ctx,
    inputs.flatMap((input) => input.events),
  );
  const good = checked.filter((event): event is NewEvent => !(event instanceof AppError));
  const logged = (await log(ctx, good)).values();
  const results = checked.map((event) =>
    event instanceof AppError ? event : (logged.next().value as LoggedId),
  );
  let start = 0;
  return inputs.map(({ events }) => {
    const own = results.slice(start, start + events.length);
    start += events.length;
    return show(ctx, own);
  });
}

async function check(ctx: Ctx, inputs: readonly ActivityInput[]): Promise<(NewEvent | AppError)[]> {
  const self = customerOf(ctx.actor);
  const named = inputs.map(({ customerId }) => (customerId === 'me' ? self : customerId));
  const refs = new Set([...named, self].filter((ref) => ref !== undefined));
  const [people, locations] = await Promise.all([
    customers.resolveMany(ctx, [...refs]),
    settings.locations(ctx),
  ]);
  const own = self === undefined ? undefined : people.get(self)?.id;
  return inputs.map((input, index) => {
    const customer = people.get(named[index] ?? '');
    if (!customer || (self !== undefined && customer.id !== own))
      return new AppError('not_found', { field: 'customerId' });
    if (customer.status === 'closed') return new AppError('customer_closed', { field: 'customerId' });
    if (input.locationId !== undefined && !locations.has(input.locationId))
      return new AppError('location_unknown', { field: 'locationId' });
    const at = occurredAt(input.occurredAt, ctx.now);
    if (at instanceof AppError) return at;
    const origin = self === undefined ? originOf(input) : selfOrigin(input, customer.id);
    if (origin instanceof AppError) return origin;
    return {
      ...origin,
      customerId: customer.id,
      presentedId: customer.presentedId,
      event: input.event,
      occurredAt: at,
      locationId: input.locationId ?? null,
      channel: input.channel ?? null,
      sku: input.sku ?? null,
      value: input.value ?? null,
      properties: input.properties,
      isSelfReported: self !== undefined,
    };
  });
}

function show(ctx: Ctx, outcomes: readonly (LoggedId | AppError)[]): Output {
  const results: Output['results'] = outcomes.map((outcome, index) => {
    if (!(outcome instanceof AppError))
      return { index, status: outcome.isNew ? 'recorded' : 'duplicate', id: outcome.id, error: null };
    const { code, options } = outcome;
    const message = errorMessage(ctx.language, code, options.params);
    return { index, status: 'refused', id: null, error: { code, message, field: options.field ?? null } };
  });
  const count = (status: string) => results.filter((result) => result.status === status).length;
  return {
    recorded: count('recorded'),
    duplicates: count('duplicate'),
    refused: count('refused'),
    results,
  };
}

/** The consent log: every change of what a customer agreed to, by whom, from where, to which words. */
import type { Consent, customersProfileContract, InputOf, OutputOf } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import * as settings from '../../settings/index.ts';
import { everyoneIn } from '../merging/sql.ts';
import { requireCustomer } from '../profile/references.ts';
import { type Choices, consentChanges, consentSource } from './rules.ts';
import { type ConsentRow, countConsents, findConsents, insertConsents, type NewConsent } from './sql.ts';

type Contract = typeof customersProfileContract;

/**
 * Notes what changed of a customer's choices; written once before the commit, however many customers.
 * @param how where it came from, if not from who asks, and the version of the words agreed to, if not the
 * store's (`consentWording` of its settings)
 */
export async function recordConsents(
  ctx: Ctx,
  customerId: string,
  [before, after]: readonly [Choices, Choices],
  how: { source?: Consent['source']; wording?: string } = {},
): Promise<void> {
  const changes = consentChanges(before, after);
  if (changes.length === 0) return;
  const source = how.source ?? consentSource(ctx.actor);
  const wording = how.wording ?? (await storeWording(ctx));
  const gathered = ctx.gather<NewConsent>('customers.consents', (flushed, items) =>
    insertConsents(flushed.tx, flushed.storeId, { now: flushed.now, by: actorId(flushed.actor) }, items),
  );
  for (const change of changes) gathered.push({ ...change, id: ctx.newId(), customerId, source, wording });
}

async function storeWording(ctx: Ctx): Promise<string | null> {
  const { consentWording } = (await settings.store(ctx)).settings;
  return typeof consentWording === 'string' ? consentWording : null;
}

/** The log of a customer and of everybody merged into them. Who changed it is the staff's to know. */
export async function consents(
  ctx: Ctx,
  input: InputOf<Contract['consents']>,
): Promise<OutputOf<Contract['consents']>> {
  const page = settings.pageOf(input);
  const ids = await everyoneIn(ctx.tx, ctx.storeId, await requireCustomer(ctx, input.customerId));
  const [total, rows] = await Promise.all([
    countConsents(ctx.tx, ctx.storeId, ids),
    findConsents(ctx.tx, ctx.storeId, ids, page),
  ]);
  const names = ctx.actor.kind !== 'customer';
  return { consents: rows.map((row) => shown(row, names)), ...settings.pageFacts(page, total) };
}

function shown({ id, what, before, after, source, by, wording, at }: ConsentRow, names: boolean): Consent {
  return { id, what, from: before, to: after, source, by: names ? by : null, wording, at: at.toISOString() };
}

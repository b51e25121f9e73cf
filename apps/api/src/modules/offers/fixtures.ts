import { type CallOf, contract, type Offer } from '@wafa/contract';
import { expect } from 'vitest';
import type { TestApp, TestStore } from '../../../test/harness.ts';
import { jobs } from './jobs.ts';

export type OfferFields = Partial<CallOf<typeof contract.offers.create>>;

/** Ten percent off everything for everyone, active unless said; fails where the offer is refused. */
export async function makeOffer(
  app: TestApp,
  fields: OfferFields = {},
  { store, start = true }: { store?: TestStore; start?: boolean } = {},
): Promise<Offer> {
  const marketer = await app.signIn('marketer', store);
  const made = await marketer.call(contract.offers.create, {
    name: { en: 'Ten percent' },
    benefit: { kind: 'percent', percentBp: 1000 },
    ...fields,
  });
  expect(made.status, made.text).toBe(201);
  if (!start) return made.data;
  const started = await marketer.call(contract.offers.setStatus, {
    offerId: made.data.id,
    status: 'active',
  });
  expect(started.status, started.text).toBe(200);
  return started.data;
}

/** Ends offers, so that they do not meet those of the next test. */
export async function endOffers(app: TestApp): Promise<void> {
  const marketer = await app.signIn('marketer');
  const { data } = await marketer.call(contract.offers.list, { status: 'active,paused', limit: 100 });
  for (const { id } of data.offers)
    await marketer.call(contract.offers.setStatus, { offerId: id, status: 'ended' });
}

/** Runs a job of offers until it has no more to do. */
export async function runJob(app: TestApp, queue: string): Promise<void> {
  const job = jobs.find((each) => each.queue === queue);
  if (!job) throw new Error(`there is no job ${queue}`);
  let data: object | undefined = {};
  while (data) {
    const step: object = data;
    data = await app.inStore((ctx) => job.work(ctx, step));
  }
}

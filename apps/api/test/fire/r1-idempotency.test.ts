import { randomUUID } from 'node:crypto';
import { contract } from '@wafa/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client, type Reply } from '../client.ts';
import { type TestApp, type TestCustomer, testApp } from '../harness.ts';
import { figure, inParallel } from './figures.ts';

const keys = figure(1_000, 4);
const parallel = 100;

let app: TestApp;
let nodes: Client[];
let customer: TestCustomer;
beforeAll(async () => {
  app = await testApp();
  const admin = await app.signIn('admin');
  const second = await app.addNode();
  nodes = [admin, new Client(second.url, credentialsOf(admin))];
  customer = await app.addCustomer();
});
afterAll(() => app?.close());

function credentialsOf(client: Client): Record<string, string> {
  return (client as unknown as { credentials: Record<string, string> }).credentials;
}

/** Sends until the answer is not "still running"; such an answer must say when to come again. */
async function sendUntilDone(
  send: () => Promise<Reply<unknown>>,
): Promise<{ reply: Reply<unknown>; waited: number }> {
  for (let waited = 0; ; waited += 1) {
    const reply = await send();
    if (reply.status !== 409 || reply.failure.code !== 'in_progress') return { reply, waited };
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 40 + waited * 20));
  }
}

test(
  `${parallel} parallel calls with one key over two nodes have one effect, ${keys} times`,
  async () => {
    let waited = 0;
    // A few keys at a time: much of a key's time is waiting for whoever runs it.
    await inParallel(Array.from({ length: keys }), 3, async (_, n) => {
      const key = randomUUID();
      const earns = n % 2 === 0;
      const endpoint = earns ? contract.loyalty.earn : contract.sales.record;
      const input = earns
        ? { customerId: customer.id, points: 7, transactionId: key }
        : app.order({ customerId: customer.id, sourceId: key });
      const answers = await Promise.all(
        Array.from({ length: parallel }, (_, index) =>
          sendUntilDone(() =>
            (nodes[index % 2] as Client).call(endpoint, input as never, { idempotencyKey: key }),
          ),
        ),
      );
      waited += answers.reduce((sum, answer) => sum + answer.waited, 0);
      const [first] = answers;
      expect(first?.reply.status, first?.reply.text).toBeLessThan(300);
      expect(new Set(answers.map(({ reply }) => `${reply.status} ${reply.text}`)).size).toBe(1);
      const { rows } = await app.db.query(
        earns
          ? `select count(*)::int as n from loyalty.keys k join loyalty.entries e on e.id = k.id where k.source_id = $1`
          : `select count(*)::int as n from orders.orders where source_id = $1`,
        [key],
      );
      expect(rows[0].n).toBe(1);

      const other = earns
        ? { ...input, points: 8 }
        : { ...input, lines: [{ sku: 'TEA', name: 'Tea', quantity: 2, unitPrice: 500, discount: 0 }] };
      const refused = await nodes[n % 2]!.call(endpoint, other as never, { idempotencyKey: key });
      expect([refused.status, refused.failure.code]).toEqual([422, 'key_reused']);
    });
    // Two nodes at once must have met at least now and then, or the test shows nothing.
    expect(waited).toBeGreaterThan(0);
  },
  figure(3_600_000, 120_000),
);

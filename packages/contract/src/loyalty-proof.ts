import { z } from 'zod';
import { customerRef, day, id, listOf, paging } from './common.ts';
import { endpoint } from './endpoint.ts';
import { points } from './loyalty.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const micros = z.string().describe('ISO 8601 in UTC with six digits of a second');

/** A day's signed root: packages/proof says how its bytes are made, docs/guides/ledger-proof.md what it proves. */
export const ledgerRoot = z.object({
  domain: z.literal('wafa/root/1'),
  day: day.describe('The day that ended, in the time zone of the store'),
  before: micros.describe('Entries recorded before this instant are in the tree'),
  store: id,
  count: z.int().describe('Accounts in the tree'),
  treeRoot: hash.describe('RFC 6962 tree over account, sequence, head and balance, by account id'),
  previousRoot: hash.describe('Fingerprint of the root before; zeros for the first'),
  keyId: z.string().describe('First 16 hex digits of SHA-256 of the public key'),
  publicKey: hash.describe('Ed25519'),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});
export type LedgerRoot = z.infer<typeof ledgerRoot>;

const publishedRoot = z.object({
  root: ledgerRoot,
  fingerprint: hash.describe('SHA-256 of the signed bytes: what to write down, or compare with'),
});

const inclusion = z.object({ index: z.int(), path: z.array(hash) }).describe('Audit path of RFC 9162');
const position = { sequence: z.int(), head: hash, balance: points };

const statementEntry = z.object({
  sequence: z.int(),
  id,
  kind: z.string(),
  amount: points.describe('How the balance changed'),
  counter: id.describe('The account on the other side'),
  occurredAt: micros,
  businessKey: hash,
  rule: id.nullable(),
  ruleVersion: z.int().nullable(),
  movements: z.array(
    z.object({ lot: id, delta: points, availableFrom: micros, expiresAt: micros.nullable() }),
  ),
  commitment: hash.describe('SHA-256 of salt and text of the details'),
  details: z.object({ salt: hash, text: z.string() }).nullable().describe('Null once erased'),
  hash,
});
export type StatementEntry = z.infer<typeof statementEntry>;

/** What leaves as a file: nothing in it but what its own check covers. */
export const statementFile = z.object({
  domain: z.literal('wafa/statement/1'),
  store: id,
  startRoot: ledgerRoot
    .nullable()
    .describe('The root that the chains are taken up from; null: all from the start'),
  root: ledgerRoot.nullable().describe('The root that closes them; null: none was signed yet'),
  accounts: z.array(
    z.object({
      account: id,
      start: z.object({ ...position, proof: inclusion.nullable() }),
      entries: z.array(statementEntry),
      end: z.object(position),
      sealed: z.object({ sequence: z.int(), proof: inclusion }).nullable(),
    }),
  ),
});
export type StatementFile = z.infer<typeof statementFile>;

export const accountStatement = z.object({
  from: day.nullable(),
  to: day.nullable(),
  openingBalance: points.describe('Over all accounts, before the period'),
  closingBalance: points,
  accounts: z
    .array(z.object({ account: id, first: z.int(), last: z.int() }))
    .describe('Sequences of the entries recorded in the period; last below first where there are none'),
  statement: statementFile,
});
export type AccountStatement = z.infer<typeof accountStatement>;

/** Signed roots of the ledger, and statements that anyone can verify. */
export const loyaltyProofContract = {
  roots: endpoint({
    name: 'loyalty.roots',
    method: 'GET',
    path: '/api/v1/loyalty/roots',
    summary: 'Signed daily roots of a store’s ledger, newest first',
    description: 'Open to anyone. The store is named by the host or by the header x-store-id.',
    caller: 'public',
    lane: 'read',
    query: paging,
    response: listOf('roots', publishedRoot),
    errors: ['cursor_invalid', 'store_unknown'],
  }),
  root: endpoint({
    name: 'loyalty.root',
    method: 'GET',
    path: '/api/v1/loyalty/roots/:day',
    summary: 'The signed root of a day',
    caller: 'public',
    lane: 'read',
    params: z.object({ day }),
    response: publishedRoot,
    errors: ['not_found', 'store_unknown'],
  }),
  statement: endpoint({
    name: 'loyalty.statement',
    method: 'GET',
    path: '/api/v1/loyalty/accounts/:customerId/statement',
    summary: 'Statement of an account with everything needed to verify it',
    description:
      'The period is of whole days in the store’s time zone, by when entries were recorded. The chains start at ' +
      'the newest root before it, or at their beginning, and go on to the first root after it, or to the present. ' +
      'At most 5,000 entries; a longer one asks for a shorter period.',
    caller: 'both',
    permission: 'loyalty.read',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    query: z
      .object({ from: day.optional(), to: day.optional() })
      .refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], error: 'ends_before_start' }),
    response: accountStatement,
    errors: ['not_found', 'period_too_long'],
  }),
};

import { type EntryKind, entryKinds } from './entry.ts';
import type { Root } from './root.ts';

export const statementDomain = 'wafa/statement/1';

/** Where a leaf stands in a tree: its place from 0, and the audit path from it up. Hashes are hex. */
export interface Proof {
  index: number;
  path: string[];
}

/** A chain at a moment: how many entries, the hash of the last, and the sum of their amounts. */
export interface Position {
  sequence: number;
  head: string;
  balance: number;
}

/** An entry with all that its hash covers. Instants as `microsOf` reads them, hashes in hex. */
export interface StatementEntry {
  sequence: number;
  id: string;
  kind: EntryKind;
  amount: number;
  counter: string;
  occurredAt: string;
  businessKey: string;
  rule: string | null;
  ruleVersion: number | null;
  movements: { lot: string; delta: number; availableFrom: string; expiresAt: string | null }[];
  commitment: string;
  /** Null once erased: the commitment stays. */
  details: { salt: string; text: string } | null;
  hash: string;
}

export interface AccountChain {
  account: string;
  /** Where the entries below begin: nothing, or a position that `startRoot` holds. */
  start: Position & { proof: Proof | null };
  entries: StatementEntry[];
  end: Position;
  /** Where `root` holds the account; null where it was opened after. */
  sealed: { sequence: number; proof: Proof } | null;
}

/** What leaves as a file. Holds nothing that its check does not cover: no name, no card number. */
export interface Statement {
  domain: typeof statementDomain;
  store: string;
  startRoot: Root | null;
  root: Root | null;
  accounts: AccountChain[];
}

/** A value's shape: null where it fits, else the path of the first field that does not. */
type Shape = (value: unknown, path: string) => string | null;

const test =
  (fits: (value: unknown) => boolean): Shape =>
  (value, path) =>
    fits(value) ? null : path;
const matching = (pattern: RegExp) => test((value) => typeof value === 'string' && pattern.test(value));
const literal = (wanted: string) => test((value) => value === wanted);
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && !Object.is(value, -0);
const whole = test(isWhole);
const natural = test((value) => isWhole(value) && value >= 0);
const hash = matching(/^[0-9a-f]{64}$/);
const id = matching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const instant = matching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/);
/** Half a surrogate pair has no bytes of its own in UTF-8. */
const wellFormed = test((value) => typeof value === 'string' && !/\p{Surrogate}/u.test(value));
const noId = '00000000-0000-0000-0000-000000000000';
const orNull =
  (shape: Shape): Shape =>
  (value, path) =>
    value === null ? null : shape(value, path);

const listOf =
  (shape: Shape): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) return path;
    for (const [index, item] of value.entries()) {
      const fault = shape(item, `${path}[${index}]`);
      if (fault) return fault;
    }
    return null;
  };

/** Exactly these fields: what the check does not know could say anything. */
const object =
  (fields: Record<string, Shape>): Shape =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return path || 'statement';
    const at = (name: string) => (path ? `${path}.${name}` : name);
    const given = value as Record<string, unknown>;
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(fields, name));
    if (unknown !== undefined) return at(unknown);
    for (const [name, shape] of Object.entries(fields)) {
      const fault = shape(given[name], at(name));
      if (fault) return fault;
    }
    return null;
  };

const root = object({
  domain: literal('wafa/root/1'),
  day: matching(/^\d{4}-\d{2}-\d{2}$/),
  before: instant,
  store: id,
  count: natural,
  treeRoot: hash,
  previousRoot: hash,
  keyId: matching(/^[0-9a-f]{16}$/),
  publicKey: hash,
  signature: matching(/^[0-9a-f]{128}$/),
});
const proof = object({ index: natural, path: listOf(hash) });
const position = { sequence: natural, head: hash, balance: whole };
const entry = object({
  sequence: natural,
  id,
  kind: test((value) => entryKinds.includes(value as EntryKind)),
  amount: whole,
  counter: id,
  occurredAt: instant,
  businessKey: hash,
  // Zeros would hash as none does.
  rule: orNull((value, path) => id(value, path) ?? (value === noId ? path : null)),
  ruleVersion: orNull(test((value) => isWhole(value) && value > 0 && value < 2 ** 31)),
  movements: listOf(object({ lot: id, delta: whole, availableFrom: instant, expiresAt: orNull(instant) })),
  commitment: hash,
  details: orNull(object({ salt: hash, text: wellFormed })),
  hash,
});
const statement = object({
  domain: literal(statementDomain),
  store: id,
  startRoot: orNull(root),
  root: orNull(root),
  accounts: listOf(
    object({
      account: id,
      start: object({ ...position, proof: orNull(proof) }),
      entries: listOf(entry),
      end: object(position),
      sealed: orNull(object({ sequence: natural, proof })),
    }),
  ),
});

/** The path of the first field that is missing, unknown or malformed; null where the shape is a statement's. */
export function faultOfShape(value: unknown): string | null {
  return statement(value, '');
}

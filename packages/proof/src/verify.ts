import { bytesToHex, hexToBytes, microsOf, utf8ToBytes } from './bytes.ts';
import { detailsCommitment, entryHash, genesis, movementsDigest } from './entry.ts';
import { leafHash, rootOfPath } from './merkle.ts';
import { faultOfRoot, fingerprint, type Root } from './root.ts';
import {
  type AccountChain,
  faultOfShape,
  type Position,
  type Proof,
  type Statement,
  type StatementEntry,
} from './statement.ts';

/** Something that does not fit, and where. */
export interface Finding {
  what:
    | 'shape'
    | 'root_store'
    | 'root_key'
    | 'root_signature'
    | 'root_foreign'
    | 'root_order'
    | 'account_twice'
    | 'start'
    | 'sequence'
    | 'details'
    | 'hash'
    | 'balance'
    | 'end'
    | 'inclusion';
  account?: string;
  /** Sequence of the entry. */
  entry?: number;
  /** The field at fault; of a hash, all that it covers may be. */
  field: string;
}

/** What a check found out. Sound means: no finding. */
export interface Verdict {
  findings: Finding[];
  /** Fingerprint of the root that closes the statement: compare it with one written down elsewhere. */
  fingerprint: string | null;
  day: string | null;
  keyId: string | null;
  entries: number;
  /** Entries after the root: they hang together, and nothing signed covers them yet. */
  afterRoot: number;
  /** Entries whose details were erased or withheld: their text cannot be checked. */
  withheld: number;
}

/** What the reader holds from elsewhere, to hold the statement against. */
export interface Held {
  /** Fingerprints of roots; the closing root must be one of them. */
  fingerprints?: readonly string[];
  /** Public keys in hex; every root must be signed by one of them. */
  publicKeys?: readonly string[];
}

/**
 * Checks a statement, offline: shape, signatures, every hash and commitment, balances, and that the roots
 * hold the accounts. A statement that somebody made up with a key of their own passes, unless the reader
 * holds a fingerprint or a key: so `held`, or the verdict's fingerprint read by a person.
 * @param json the parsed file
 */
export function verifyStatement(json: unknown, held: Held = {}): Verdict {
  const verdict: Verdict = {
    findings: [],
    fingerprint: null,
    day: null,
    keyId: null,
    entries: 0,
    afterRoot: 0,
    withheld: 0,
  };
  const fault = faultOfShape(json) ?? faultOfInstants(json as Statement);
  if (fault) return { ...verdict, findings: [{ what: 'shape', field: fault }] };
  const statement = json as Statement;
  const { root, accounts } = statement;
  verdict.findings.push(...findingsOfRoots(statement, held), ...twice(accounts));
  for (const chain of accounts) verdict.findings.push(...findingsOfChain(statement, chain));
  const entries = accounts.flatMap((chain) => chain.entries);
  return {
    ...verdict,
    fingerprint: root && fingerprint(root),
    day: root?.day ?? null,
    keyId: root?.keyId ?? null,
    entries: entries.length,
    afterRoot: accounts.reduce((sum, chain) => sum + chain.end.sequence - sealedSequence(chain), 0),
    withheld: entries.filter((entry) => entry.details === null).length,
  };
}

const sealedSequence = (chain: AccountChain) => chain.sealed?.sequence ?? chain.start.sequence;

/** Texts that have the form of an instant and are none (the 31st of February). */
function faultOfInstants(statement: Statement): string | null {
  const texts = [
    ...[statement.root, statement.startRoot].map((root) => ['before', root?.before] as const),
    ...statement.accounts.flatMap((chain) =>
      chain.entries.flatMap((entry) => [
        ['occurredAt', entry.occurredAt] as const,
        ...entry.movements.flatMap((movement) => [
          ['movements.availableFrom', movement.availableFrom] as const,
          ['movements.expiresAt', movement.expiresAt] as const,
        ]),
      ]),
    ),
  ];
  for (const [field, text] of texts) {
    try {
      if (text) microsOf(text);
    } catch {
      return field;
    }
  }
  return null;
}

function findingsOfRoots({ store, root, startRoot }: Statement, held: Held): Finding[] {
  const findings: Finding[] = [];
  for (const [name, signed] of Object.entries({ root, startRoot })) {
    if (!signed) continue;
    const fault = faultOfRoot(signed);
    if (fault) findings.push({ what: 'root_signature', field: `${name}.${fault}` });
    if (signed.store !== store) findings.push({ what: 'root_store', field: `${name}.store` });
    if (held.publicKeys && !held.publicKeys.includes(signed.publicKey))
      findings.push({ what: 'root_key', field: `${name}.publicKey` });
  }
  if (startRoot && (!root || root.before < startRoot.before))
    findings.push({ what: 'root_order', field: 'startRoot' });
  if (held.fingerprints && !(root && held.fingerprints.includes(fingerprint(root))))
    findings.push({ what: 'root_foreign', field: 'root' });
  return findings;
}

function twice(accounts: readonly AccountChain[]): Finding[] {
  const seen = new Set<string>();
  return accounts
    .filter(({ account }) => seen.size === seen.add(account).size)
    .map(({ account }) => ({ what: 'account_twice', account, field: 'account' }));
}

function findingsOfChain(statement: Statement, chain: AccountChain): Finding[] {
  const { account, start, end, sealed } = chain;
  const findings: Finding[] = [];
  const add = (what: Finding['what'], field: string, entry?: number) =>
    findings.push({ what, account, field, ...(entry === undefined ? {} : { entry }) });
  if (!startFits(statement.startRoot, account, start)) add('start', 'start');

  let at: Position = start;
  let held: Position | null = sealed?.sequence === at.sequence ? at : null;
  for (const entry of chain.entries) {
    const sequence = at.sequence + 1;
    if (entry.sequence !== sequence) add('sequence', 'sequence', entry.sequence);
    if (!detailsFit(entry)) add('details', 'details', entry.sequence);
    if (hashOf(statement.store, account, at.head, entry) !== entry.hash) add('hash', 'hash', entry.sequence);
    at = { sequence, head: entry.hash, balance: at.balance + entry.amount };
    if (sealed?.sequence === sequence) held = at;
  }
  if (end.sequence !== at.sequence) add('end', 'end.sequence');
  if (end.head !== at.head) add('end', 'end.head');
  if (end.balance !== at.balance) add('balance', 'end.balance');
  if (sealed && !(held && isHeld(statement.root, account, held, sealed.proof))) add('inclusion', 'sealed');
  if (!sealed && start.proof) add('inclusion', 'sealed');
  return findings;
}

function startFits(root: Root | null, account: string, start: AccountChain['start']): boolean {
  if (start.proof) return isHeld(root, account, start, start.proof);
  return start.sequence === 0 && start.balance === 0 && start.head === bytesToHex(genesis);
}

/** Whether a root's tree has the account at this position. */
function isHeld(root: Root | null, account: string, at: Position, { index, path }: Proof): boolean {
  if (!root) return false;
  const leaf = leafHash({ account, sequence: at.sequence, head: hexToBytes(at.head), balance: at.balance });
  const found = rootOfPath(leaf, index, root.count, path.map(hexToBytes));
  return found !== null && bytesToHex(found) === root.treeRoot;
}

function detailsFit({ commitment, details }: StatementEntry): boolean {
  if (!details) return true;
  return bytesToHex(detailsCommitment(hexToBytes(details.salt), utf8ToBytes(details.text))) === commitment;
}

function hashOf(store: string, account: string, previous: string, entry: StatementEntry): string {
  const movements = entry.movements.map(({ lot, delta, availableFrom, expiresAt }) => ({
    lotId: lot,
    delta: BigInt(delta),
    availableFrom: microsOf(availableFrom),
    expiresAt: expiresAt === null ? null : microsOf(expiresAt),
  }));
  return bytesToHex(
    entryHash(hexToBytes(previous), {
      storeId: store,
      accountId: account,
      sequence: BigInt(entry.sequence),
      id: entry.id,
      kind: entry.kind,
      amount: BigInt(entry.amount),
      counterId: entry.counter,
      occurredAt: microsOf(entry.occurredAt),
      businessKey: hexToBytes(entry.businessKey),
      ruleId: entry.rule,
      ruleVersion: entry.ruleVersion,
      movementsDigest: movementsDigest(movements),
      detailsCommitment: hexToBytes(entry.commitment),
    }),
  );
}

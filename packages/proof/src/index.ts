/**
 * The bytes of the ledger's proof: entries and their chain, the daily tree, its signed root, and the check
 * of a statement. Runs alike in Node and in browsers; knows no database. docs/guides/ledger-proof.md says
 * what it proves and what it does not.
 */
export { bytesToHex, hexToBytes, instantOf, microsOf } from './bytes.ts';
export * from './entry.ts';
export { hashOfData, inclusionPath, type Leaf, leafHash, rootOfPath, treeRoot } from './merkle.ts';
export { faultOfRoot, fingerprint, keyIdOf, noRoot, type Root, type RootFacts, signRoot } from './root.ts';
export * from './statement.ts';
export { type Finding, type Held, type Verdict, verifyStatement } from './verify.ts';

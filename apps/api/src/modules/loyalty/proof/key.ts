/** The key that signs roots: from the environment or the data folder, never from the database. */
let seed: Uint8Array | undefined;

/** Hands over the key (32 bytes as base64url). A new key signs from the next root on; old roots keep theirs. */
export function configureLoyalty(config: { ledgerKey: string }): void {
  const bytes = Buffer.from(config.ledgerKey, 'base64url');
  if (bytes.length !== 32) throw new Error('LEDGER_KEY: 32 bytes as base64url');
  seed = bytes;
}

/** The 32-byte seed of the Ed25519 key. */
export function signingSeed(): Uint8Array {
  if (!seed) throw new Error('configureLoyalty has not been called');
  return seed;
}

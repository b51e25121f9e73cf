import { type Algorithm, hash, verify } from '@node-rs/argon2';

/** OWASP's figures for Argon2id: 19 MiB, two passes, one lane; 12 ms of a core, off the event loop. */
const cost = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

/** The Argon2id hash of a password in PHC form. Slow by intent: call it in `prepare`, outside a transaction. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

let dummy: Promise<string> | undefined;

/**
 * Whether the password fits the hash. Without a hash (no such account) the same work is done against a
 * hash of nothing in particular, so that time does not tell whether an account exists.
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  dummy ??= hashPassword('no account has this password');
  const fits = await verify(passwordHash ?? (await dummy), password);
  return fits && passwordHash !== undefined;
}

import { createHash } from 'node:crypto';

/** JSON with sorted keys: the same value gives the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Fingerprint of a request: SHA-256 over method, route template and canonical parsed input. */
export function requestFingerprint(method: string, template: string, input: unknown): Buffer {
  return createHash('sha256').update(`${method} ${template}\n`).update(canonicalJson(input)).digest();
}

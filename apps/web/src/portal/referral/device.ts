const key = 'wafa.device';

/**
 * A random id of this browser, by which the store notices that one person refers themselves; the store
 * keeps a keyed hash of it alone. Nothing where storage is blocked.
 */
export function deviceId(): string | undefined {
  try {
    const kept = localStorage.getItem(key) ?? crypto.randomUUID();
    localStorage.setItem(key, kept);
    return kept;
  } catch {
    return undefined;
  }
}

import type { Ctx } from '../../platform/context.ts';
import { type Frame, type Runner, runInTransaction, runReadOnly } from '../../platform/db/run.ts';
import { noStore } from '../../platform/http/request.ts';

let runner: Runner | undefined;
const caches: { clear(): void }[] = [];

/**
 * Gives settings its way to the database where no request's transaction is open (the doors of the
 * server, `prepare`), and empties every cache. Called once by `app.ts`.
 */
export function configureSettings(given: Runner): void {
  runner = given;
  for (const cache of caches) cache.clear();
}

/** Reads as the system, in a transaction of its own with this tenant. */
export function readOutside<T>(storeId: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return runReadOnly(configured(), asSystem(storeId), work);
}

/** Writes as the system, in a transaction of its own with this tenant. */
export function writeOutside<T>(storeId: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return runInTransaction(configured(), asSystem(storeId), work);
}

function asSystem(storeId: string): Frame {
  return { storeId, actor: { kind: 'system', id: noStore } };
}

function configured(): Runner {
  if (!runner) throw new Error('configureSettings has not been called');
  return runner;
}

/** A change made by another process is seen after this long; one made by this process at once. */
const lifetimeMs = 15_000;
const maxEntries = 10_000;

/**
 * Values kept in the process by key. A load that began before a `drop` of its key is not kept, so a
 * reader that overlaps a change cannot bring the old value back.
 */
export class Cache<T> {
  private readonly entries = new Map<string, { value: T; until: number }>();
  private readonly drops = new Map<string, number>();
  private cleared = 0;

  constructor() {
    caches.push(this);
  }

  /** The kept value, while it is fresh. */
  peek(key: string): T | undefined {
    const entry = this.entries.get(key);
    return entry && entry.until > performance.now() ? entry.value : undefined;
  }

  /** The kept value, or the loaded one. */
  async get(key: string, load: () => Promise<T>): Promise<T> {
    const entry = this.entries.get(key);
    if (entry && entry.until > performance.now()) return entry.value;
    const version = this.version(key);
    const value = await load();
    if (version === this.version(key)) this.keep(key, value);
    return value;
  }

  drop(key: string): void {
    this.entries.delete(key);
    this.drops.set(key, (this.drops.get(key) ?? 0) + 1);
  }

  clear(): void {
    this.entries.clear();
    this.drops.clear();
    this.cleared++;
  }

  private version(key: string): string {
    return `${this.cleared}.${this.drops.get(key) ?? 0}`;
  }

  private keep(key: string, value: T): void {
    this.entries.delete(key);
    this.entries.set(key, { value, until: performance.now() + lifetimeMs });
    if (this.entries.size <= maxEntries) return;
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}

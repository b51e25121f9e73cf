import type { Language, Permission } from '@wafa/contract';
import type { AuditRecord } from './audit.ts';
import type { Tx } from './db/transaction.ts';
import type { EventName, EventPayload } from './events/catalogue.ts';

/** Who asks. The kind decides which walls stand: a customer reaches only their own rows. */
export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'customer'; id: string; customerId: string; sessionId: string }
  | {
      kind: 'staff';
      /** The membership in this store. */
      id: string;
      accountId: string;
      sessionId: string;
      role: string;
      permissions: ReadonlySet<Permission>;
      locationId?: string;
    }
  | { kind: 'key'; id: string; permissions: ReadonlySet<Permission> }
  | { kind: 'system'; id: string };

/** What every operation receives: the open transaction, the tenant, who asks, and the outside world. */
export interface Ctx {
  readonly tx: Tx;
  readonly storeId: string;
  readonly actor: Actor;
  /** The instant of the request: one for the whole transaction. SQL never calls now(); pass this. */
  readonly now: Date;
  readonly language: Language;
  readonly requestId: string;
  /** Address of the caller, for signals and sessions. */
  readonly address?: string;
  readonly userAgent?: string;
  /** A new UUIDv7 of this context's clock. */
  newId(): string;
  /** Random bytes; tests may make them repeatable. */
  randomBytes(size: number): Uint8Array;
  /** Writes an event to the outbox, in this transaction; listeners run after commit. */
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** Writes an audit row, in this transaction. */
  audit(record: AuditRecord): void;
  /** Enqueues a job, in this transaction. */
  enqueue(queue: string, data: object, options?: { startAfter?: Date; singletonKey?: string }): Promise<void>;
  /** Names the customer whose data the reply holds, so that erasing them deletes the stored reply. */
  concerns(customerId: string): void;
  subject?: string;
  /** Runs after the commit; may be lost, so nothing may depend on it. */
  afterCommit(effect: () => void | Promise<void>): void;
  /**
   * A list that is written once, in one statement, before commit: changes to hot rows gather here so
   * that a request touches each such row once. `flush` runs at commit, or earlier by `ctx.flush(key)`.
   */
  gather<T>(key: string, flush: (ctx: Ctx, items: T[]) => Promise<void>): T[];
  flush(key?: string): Promise<void>;
}

/** The customer behind the request, where a customer asks. */
export function customerOf(actor: Actor): string | undefined {
  return actor.kind === 'customer' ? actor.customerId : undefined;
}

/** The id under which the actor stands in audit, replies and rows ("by whom"). */
export function actorId(actor: Actor): string {
  return actor.kind === 'anonymous' ? '00000000-0000-0000-0000-000000000000' : actor.id;
}

/** Whether the actor holds the permission; the system holds all, a customer none. */
export function may(actor: Actor, permission: Permission): boolean {
  if (actor.kind === 'system') return true;
  return (actor.kind === 'staff' || actor.kind === 'key') && actor.permissions.has(permission);
}

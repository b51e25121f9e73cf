import type { Permission } from '@wafa/contract';
import type { Ctx } from './context.ts';
import type { EventName, EventRow } from './events/catalogue.ts';
import type { Route } from './http/bind.ts';

/** Hears an event, in a transaction of its own after the one that emitted it; each event once. */
export interface Listener<N extends EventName = EventName> {
  event: N;
  /** Unique, `<module>.<what>`; the key under which a handled event is remembered. */
  subscriber: string;
  handle(ctx: Ctx, event: EventRow<N>): Promise<void>;
}

/**
 * A job on a queue. `work` runs in one transaction of at most 20 s of work; returning data continues
 * the job with it (cursor saved in the same transaction), returning nothing ends it.
 */
export interface Job<D extends object = object> {
  /** `<module>.<verb>`. */
  queue: string;
  /** Cron in UTC; a scheduled job gets every store in turn. */
  schedule?: string;
  work(ctx: Ctx, data: D): Promise<D | undefined>;
}

/** Runs one step of an outside job in a transaction of its own. */
export type StepRunner = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;

/**
 * A job that asks somebody outside (a mail server, a gateway), which no transaction may wait for, or that
 * shares its work among connections. Its steps are transactions of their own, so it is repeated after a crash and must know what it has done. It
 * takes no data: what there is to do stands in the store's tables, and jobs of one store that wait
 * together run once.
 */
export interface OutsideJob {
  /** `<module>.<verb>`. */
  queue: string;
  /** Cron in UTC; a scheduled job gets every store in turn. */
  schedule?: string;
  /** Works at most 20 s; answers whether there is more to do now. */
  reach(step: StepRunner): Promise<boolean>;
}

/** One customer becoming part of another: `from` is gone into `into`. */
export interface Merge {
  id: string;
  from: string;
  into: string;
}

/** A merge taken back. `presented` are the ids that were shown for `from`: itself, and who is merged into it. */
export interface Unmerge extends Merge {
  at: Date;
  presented: readonly string[];
}

/** What a module with rows of a customer offers to merge and privacy; run in their transaction. */
export interface Participant {
  /** Gives the rows of `from` to `into`, and journals each (`customers.journal`). */
  merge?(ctx: Ctx, merge: Merge): Promise<void>;
  /** Gives back what the journal names, and what came since under a presented id. */
  unmerge?(ctx: Ctx, unmerge: Unmerge): Promise<void>;
  /** Counts again what this module keeps in the facts of these customers. */
  recount?(ctx: Ctx, customerIds: readonly string[]): Promise<void>;
  exportPersonal?(ctx: Ctx, customerId: string): Promise<Record<string, unknown>>;
  erasePersonal?(ctx: Ctx, customerId: string): Promise<void>;
}

/** Something that happened with a customer, as the timeline shows it. */
export interface TimelineEvent {
  /** A UUID: among entries of one instant it decides the order. */
  id: string;
  at: Date;
  /** `<what>.<happened>`; its sentence is `timeline.<kind>`, or `timeline.<title>` where one is given. */
  kind: string;
  title?: string;
  /** Values of the sentence's slots. */
  params?: Record<string, string | number>;
  /** Given (positive) or taken (negative). */
  points?: number | null;
  /** Minor units. */
  amount?: number | null;
  /** Ids of what it is about. */
  links?: Record<string, string>;
}

/** The newest `limit` events of a customer that stand below `before` in the order of (at, id). */
export interface TimelineQuery {
  customerId: string;
  before: { at: Date; id: string } | null;
  limit: number;
  /** False where the customer reads: without what is the store's own business. */
  forStaff: boolean;
}

/** What a module tells of a customer's history; it reads its own tables only. */
export interface Timeline {
  /** What staff need to see it. */
  permission: Permission;
  read(ctx: Ctx, query: TimelineQuery): Promise<TimelineEvent[]>;
}

/** What a module hands to `app.ts`. */
export interface Module {
  /** Name of its folder and of its PostgreSQL schema. */
  name: string;
  routes?: Route[];
  /** Paths of its `functions.sql` files: stored functions and views, applied when their hash changes. */
  functions?: string[];
  listeners?: Listener[];
  jobs?: Job[];
  outsideJobs?: OutsideJob[];
  participant?: Participant;
  timeline?: Timeline;
}

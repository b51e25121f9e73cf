import { Temporal } from 'temporal-polyfill/full';

/**
 * The ledger as plain objects, the slow and obvious way, for tests to hold the SQL against. One item at a
 * time; no sets, no chain, no locks.
 */
export interface ModelLot {
  id: string;
  remaining: number;
  expired: number;
  forgiven: number;
  pending: boolean;
  availableFrom: number;
  expiresAt: number;
}

interface ModelDebt {
  amount: number;
  repaid: number;
}

interface ModelShare {
  lineNo: number;
  total: number;
  points: number;
  undone: number;
}

interface ModelPosting {
  account: ModelAccount;
  direction: 'earned' | 'redeemed';
  id: string;
  day: string;
  lines: ModelShare[];
  /** Of a redemption: what it took, in order. */
  taken: { lot: ModelLot; points: number }[];
}

export interface Settings {
  timeZone: string;
  pendingDays: number;
  expiryMonths: number;
  returnDays: number;
  thresholds: readonly number[];
}

/** A wrong rule that the comparison must notice. */
export type Mutation = 'rounds up' | 'forgets debts' | 'latest lot first' | 'counts expired twice';

const dayMs = 86_400_000;

export class ModelAccount {
  lots: ModelLot[] = [];
  debts: ModelDebt[] = [];
  days = new Map<string, number>();
  lifetime = 0;
  /** Index of the tier held. */
  tier = 0;

  constructor(
    private readonly settings: Settings,
    private readonly mutation?: Mutation,
  ) {}

  get available(): number {
    return sum(this.lots.filter((lot) => !lot.pending).map((lot) => lot.remaining));
  }
  get pending(): number {
    return sum(this.lots.filter((lot) => lot.pending).map((lot) => lot.remaining));
  }
  get debt(): number {
    return sum(this.debts.map((debt) => debt.amount - debt.repaid));
  }

  mature(now: number): void {
    for (const lot of this.lots) if (lot.pending && lot.availableFrom <= now) lot.pending = false;
    this.settle();
  }

  expire(until: number): void {
    for (const lot of this.lots) {
      if (lot.expiresAt > until) continue;
      lot.expired += lot.remaining;
      lot.remaining = 0;
    }
  }

  hasExpired(until: number): boolean {
    return this.lots.some((lot) => lot.remaining > 0 && lot.expiresAt <= until);
  }

  /** Usable lots, soonest-expiring first. */
  open(): ModelLot[] {
    const order = this.mutation === 'latest lot first' ? -1 : 1;
    return this.lots
      .filter((lot) => !lot.pending && lot.remaining > 0)
      .sort((a, b) => order * (a.expiresAt - b.expiresAt || (a.id < b.id ? -1 : 1)));
  }

  take(points: number): { lot: ModelLot; points: number }[] {
    const taken: { lot: ModelLot; points: number }[] = [];
    let left = points;
    for (const lot of this.open()) {
      const part = Math.min(left, lot.remaining);
      if (part === 0) break;
      lot.remaining -= part;
      left -= part;
      taken.push({ lot, points: part });
    }
    return taken;
  }

  settle(): number {
    const repaid = this.mutation === 'forgets debts' ? 0 : Math.min(this.debt, this.available);
    this.take(repaid);
    let left = repaid;
    for (const debt of this.debts) {
      const part = Math.min(left, debt.amount - debt.repaid);
      debt.repaid += part;
      left -= part;
    }
    return repaid;
  }

  earn(now: number, id: string, points: number, occurredAt: number): { repaid: number; day: string } {
    const at = Temporal.Instant.fromEpochMilliseconds(occurredAt).toZonedDateTimeISO(this.settings.timeZone);
    const availableFrom = this.settings.pendingDays
      ? at.add({ days: this.settings.pendingDays }).epochMilliseconds
      : occurredAt;
    const expiresAt = Temporal.PlainDate.from({ year: at.year, month: at.month, day: 1 })
      .add({ months: this.settings.expiryMonths + 1 })
      .toZonedDateTime(this.settings.timeZone).epochMilliseconds;
    const day = at.toPlainDate().toString();
    if (points === 0) return { repaid: 0, day };
    const pending = availableFrom > now;
    this.lots.push({ id, remaining: points, expired: 0, forgiven: 0, pending, availableFrom, expiresAt });
    this.lifetime += points;
    this.days.set(day, (this.days.get(day) ?? 0) + points);
    const reached = this.settings.thresholds.filter((from) => from <= this.qualifying(now)).length - 1;
    this.tier = Math.max(this.tier, reached);
    return { repaid: pending ? 0 : this.settle(), day };
  }

  qualifying(now: number): number {
    const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(this.settings.timeZone);
    const first = today.toPlainDate().subtract({ months: 12 }).add({ days: 1 }).toString();
    return sum([...this.days].filter(([day]) => day >= first).map(([, points]) => points));
  }
}

export class ModelOrder {
  postings: ModelPosting[] = [];

  constructor(
    private readonly settings: Settings,
    private readonly mutation?: Mutation,
  ) {}

  refund(now: number, occurredAt: number, refunded: ReadonlyMap<number, number>) {
    const totals = { taken: 0, returned: 0, debt: 0 };
    const ordered = [...this.postings].sort(
      (a, b) => b.direction.localeCompare(a.direction) || (a.id < b.id ? -1 : 1),
    );
    const due = ordered.map((posting) => ({ posting, points: this.undo(posting, refunded) }));
    for (const { posting, points } of due) {
      if (points === 0) continue;
      posting.account.mature(now);
      if (posting.direction === 'redeemed') {
        totals.returned += points;
        this.giveBack(now, posting, points);
      } else {
        totals.taken += points;
        totals.debt += this.takeBack(now, occurredAt, posting, points);
      }
    }
    return totals;
  }

  private undo(posting: ModelPosting, refunded: ReadonlyMap<number, number>): number {
    let points = 0;
    for (const line of posting.lines) {
      const money = refunded.get(line.lineNo);
      if (money === undefined) continue;
      const exact = line.total === 0 ? line.points : (line.points * Math.min(money, line.total)) / line.total;
      const target = this.mutation === 'rounds up' ? Math.ceil(exact) : Math.floor(exact);
      points += Math.max(0, target - line.undone);
      line.undone = Math.max(line.undone, target);
    }
    return points;
  }

  private giveBack(now: number, posting: ModelPosting, points: number): void {
    let left = points;
    for (const part of posting.taken) {
      const back = Math.min(left, part.points);
      if (back === 0) continue;
      part.points -= back;
      left -= back;
      part.lot.remaining += back;
      if (part.lot.expiresAt <= now) part.lot.expiresAt = now + this.settings.returnDays * dayMs;
    }
    posting.account.settle();
  }

  private takeBack(now: number, occurredAt: number, posting: ModelPosting, points: number): number {
    const { account } = posting;
    const own = account.lots.find((lot) => lot.id === posting.id) as ModelLot;
    if (own.remaining < points) account.expire(Math.min(occurredAt, now));
    let left = points;
    const fromOwn = Math.min(left, own.remaining);
    own.remaining -= fromOwn;
    left -= fromOwn;
    const forgiven = Math.min(left, own.expired - own.forgiven);
    if (this.mutation !== 'counts expired twice') own.forgiven += forgiven;
    left -= forgiven;
    left -= sum(account.take(left).map((part) => part.points));
    if (left > 0) account.debts.push({ amount: left, repaid: 0 });
    account.lifetime -= points;
    account.days.set(posting.day, (account.days.get(posting.day) ?? 0) - points);
    return left;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

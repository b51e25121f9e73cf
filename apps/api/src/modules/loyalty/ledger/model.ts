import { Temporal } from 'temporal-polyfill/full';

/**
 * The ledger as plain objects, the slow and obvious way, for tests to hold the SQL against. One item at a
 * time; no sets, no chain, no locks.
 */
export interface ModelLot {
  id: string;
  remaining: number;
  /** Of `remaining`: in a hold. */
  held: number;
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

export interface ModelShare {
  lineNo: number;
  total: number;
  points: number;
  undone: number;
}

export interface ModelPosting {
  account: ModelAccount;
  direction: 'earned' | 'redeemed';
  id: string;
  /** The act that it belongs to: a redemption over several accounts has one posting for each. */
  act: string;
  day: string;
  lines: ModelShare[];
  /** Of a redemption: what it took, in order. */
  taken: Taken[];
}

export interface Settings {
  timeZone: string;
  pendingDays: number;
  expiryMonths: number;
  returnDays: number;
  thresholds: readonly number[];
}

/** A wrong rule that the comparison must notice. */
export const mutations = [
  'rounds up',
  'forgets debts',
  'latest lot first',
  'counts expired twice',
  'expires held points',
  'keeps what a final capture leaves',
  'captures the latest lot first',
  'captures after the time',
  'repays nothing on release',
  'forgets to time out',
  'counts adjustments for life',
  'renews transferred points',
  'spends from one account only',
  'rounds refunds per account',
] as const;
export type Mutation = (typeof mutations)[number];

const dayMs = 86_400_000;

export class ModelAccount {
  lots: ModelLot[] = [];
  debts: ModelDebt[] = [];
  days = new Map<string, number>();
  lifetime = 0;
  /** Index of the tier held. */
  tier = 0;

  constructor(
    readonly id: string,
    private readonly settings: Settings,
    readonly mutation?: Mutation,
  ) {}

  get available(): number {
    return sum(this.lots.filter((lot) => !lot.pending).map((lot) => lot.remaining - lot.held));
  }
  get held(): number {
    return sum(this.lots.map((lot) => lot.held));
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
      if (this.mutation === 'expires held points') lot.held = 0;
      lot.expired += lot.remaining - lot.held;
      lot.remaining = lot.held;
    }
  }

  hasExpired(until: number): boolean {
    return this.lots.some((lot) => lot.remaining > lot.held && lot.expiresAt <= until);
  }

  take(points: number): Taken[] {
    return takeOver([this], points);
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
    const at = this.local(occurredAt);
    const availableFrom = this.settings.pendingDays
      ? at.add({ days: this.settings.pendingDays }).epochMilliseconds
      : occurredAt;
    const expiresAt = this.endOf(occurredAt);
    const day = at.toPlainDate().toString();
    if (points === 0) return { repaid: 0, day };
    const pending = availableFrom > now;
    this.lots.push({
      id,
      remaining: points,
      held: 0,
      expired: 0,
      forgiven: 0,
      pending,
      availableFrom,
      expiresAt,
    });
    this.lifetime += points;
    this.days.set(day, (this.days.get(day) ?? 0) + points);
    const reached = this.settings.thresholds.filter((from) => from <= this.qualifying(now)).length - 1;
    this.tier = Math.max(this.tier, reached);
    return { repaid: pending ? 0 : this.settle(), day };
  }

  /** When points of this time end: with the expiry months after its own month. */
  endOf(time: number): number {
    const at = this.local(time);
    return Temporal.PlainDate.from({ year: at.year, month: at.month, day: 1 })
      .add({ months: this.settings.expiryMonths + 1 })
      .toZonedDateTime(this.settings.timeZone).epochMilliseconds;
  }

  private local(time: number): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(this.settings.timeZone);
  }

  qualifying(now: number): number {
    const first = this.local(now).toPlainDate().subtract({ months: 12 }).add({ days: 1 }).toString();
    return sum([...this.days].filter(([day]) => day >= first).map(([, points]) => points));
  }
}

/** Points taken from a lot. */
export interface Taken {
  account: ModelAccount;
  lot: ModelLot;
  points: number;
}

/** Which lots make up the points over several accounts, soonest-expiring first; nothing is moved. */
export function pick(accounts: readonly ModelAccount[], points: number): Taken[] {
  const order = accounts[0]?.mutation === 'latest lot first' ? -1 : 1;
  const open = accounts
    .flatMap((account) => account.lots.map((lot) => ({ account, lot })))
    .filter(({ lot }) => !lot.pending && lot.remaining > lot.held)
    .sort((a, b) => order * soonest(a.lot, b.lot));
  const picked: Taken[] = [];
  let left = points;
  for (const { account, lot } of open) {
    const part = Math.min(left, lot.remaining - lot.held);
    if (part === 0) break;
    left -= part;
    picked.push({ account, lot, points: part });
  }
  return picked;
}

export function takeOver(accounts: readonly ModelAccount[], points: number): Taken[] {
  const taken = pick(accounts, points);
  for (const part of taken) part.lot.remaining -= part.points;
  return taken;
}

export const soonest = (a: ModelLot, b: ModelLot): number =>
  a.expiresAt - b.expiresAt || (a.id < b.id ? -1 : 1);

export class ModelOrder {
  postings: ModelPosting[] = [];

  constructor(
    private readonly settings: Settings,
    private readonly mutation?: Mutation,
  ) {}

  refund(now: number, occurredAt: number, refunded: ReadonlyMap<number, number>) {
    const totals = { taken: 0, returned: 0, debt: 0 };
    const ordered = [...this.postings].sort(
      (a, b) =>
        b.direction.localeCompare(a.direction) ||
        a.act.localeCompare(b.act) ||
        (a.account.id < b.account.id ? -1 : 1),
    );
    const before = new Map<string, number>();
    const due = ordered.map((posting) => ({ posting, points: this.undo(posting, refunded, before) }));
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

  /** `before`: of each act and line, the points that lie in postings before this one. */
  private undo(
    posting: ModelPosting,
    refunded: ReadonlyMap<number, number>,
    before: Map<string, number>,
  ): number {
    let points = 0;
    for (const line of posting.lines) {
      const money = refunded.get(line.lineNo);
      if (money === undefined) continue;
      const key = this.mutation === 'rounds refunds per account' ? '' : `${posting.act} ${line.lineNo}`;
      const whole = key ? this.pointsOf(posting.act, line.lineNo) : line.points;
      const passed = key ? (before.get(key) ?? 0) : 0;
      before.set(key, passed + line.points);
      const exact = line.total === 0 ? whole : (whole * Math.min(money, line.total)) / line.total;
      const target = this.mutation === 'rounds up' ? Math.ceil(exact) : Math.floor(exact);
      const share = Math.min(line.points, Math.max(0, target - passed));
      points += Math.max(0, share - line.undone);
      line.undone = Math.max(line.undone, share);
    }
    return points;
  }

  private pointsOf(act: string, lineNo: number): number {
    const lines = this.postings.filter((posting) => posting.act === act).flatMap((posting) => posting.lines);
    return sum(lines.filter((line) => line.lineNo === lineNo).map((line) => line.points));
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
    if (own.remaining - own.held < points) account.expire(Math.min(occurredAt, now));
    let left = points;
    const fromOwn = Math.min(left, own.remaining - own.held);
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

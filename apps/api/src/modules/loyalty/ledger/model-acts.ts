import { createHash } from 'node:crypto';
import {
  type ModelAccount,
  type ModelPosting,
  type ModelShare,
  pick,
  soonest,
  type Taken,
  takeOver,
} from './model.ts';

/** `derived_id_v1` in TypeScript. */
export function derivedId(base: string, n: number): string {
  if (n === 0) return base;
  const bytes = Buffer.from(base.replaceAll('-', ''), 'hex');
  const number = Buffer.alloc(4);
  number.writeInt32BE(n);
  const hash = createHash('sha256').update(bytes).update(number).digest();
  const id = Buffer.concat([bytes.subarray(0, 6), hash.subarray(0, 10)]);
  id[6] = ((id[6] as number) & 15) | 112;
  id[8] = ((id[8] as number) & 63) | 128;
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
export const availableOf = (accounts: readonly ModelAccount[]): number =>
  sum(accounts.map((account) => account.available));

/** What every act that takes points does first. */
export function ready(accounts: readonly ModelAccount[], now: number): void {
  for (const account of accounts) {
    account.mature(now);
    account.expire(now);
  }
}

/** What was taken, by account in the order of their ids. */
function byAccount(taken: readonly Taken[]): { account: ModelAccount; parts: Taken[] }[] {
  const groups = new Map<ModelAccount, Taken[]>();
  for (const part of taken) groups.set(part.account, [...(groups.get(part.account) ?? []), part]);
  return [...groups]
    .map(([account, parts]) => ({ account, parts }))
    .sort((a, b) => (a.account.id < b.account.id ? -1 : 1));
}

/** The postings of a redemption: one for each account, which fill the lines in turn. */
export function redemption(
  act: string,
  taken: readonly Taken[],
  lines: readonly Omit<ModelShare, 'undone'>[],
): ModelPosting[] {
  let from = 0;
  return byAccount(taken).map(({ account, parts }, n) => {
    const to = from + sum(parts.map((part) => part.points));
    let upto = 0;
    const shares = lines.flatMap((line) => {
      const points = Math.min(to, upto + line.points) - Math.max(from, upto);
      upto += line.points;
      return points > 0 ? [{ ...line, points, undone: 0 }] : [];
    });
    from = to;
    return {
      account,
      direction: 'redeemed',
      id: derivedId(act, n),
      act,
      day: '',
      lines: shares,
      taken: parts,
    };
  });
}

export class ModelHold {
  status: 'open' | 'captured' | 'released' | 'timed_out' = 'open';
  captured = 0;
  private readonly parts: (Taken & { captured: number })[];

  constructor(
    readonly id: string,
    accounts: readonly ModelAccount[],
    readonly points: number,
    readonly expiresAt: number,
    readonly orderId: string | null,
  ) {
    this.parts = pick(accounts, points).map((part) => ({ ...part, captured: 0 }));
    for (const part of this.parts) part.lot.held += part.points;
  }

  /** Why a capture is refused; undefined where it is not. */
  refusal(now: number, points: number): 'ended' | 'exceeded' | undefined {
    const isOver = this.expiresAt <= now && this.mutation !== 'captures after the time';
    if (this.status !== 'open' || isOver) return 'ended';
    return points > this.points - this.captured ? 'exceeded' : undefined;
  }

  capture(points: number, final: boolean): Taken[] {
    const order = this.mutation === 'captures the latest lot first' ? -1 : 1;
    const taken: Taken[] = [];
    let left = points;
    for (const part of this.parts.sort((a, b) => order * soonest(a.lot, b.lot))) {
      const points = Math.min(left, part.points - part.captured);
      if (points === 0) continue;
      part.captured += points;
      part.lot.held -= points;
      part.lot.remaining -= points;
      left -= points;
      taken.push({ account: part.account, lot: part.lot, points });
    }
    this.captured += points;
    if (this.captured === this.points) this.status = 'captured';
    else if (final) this.end('captured');
    return taken;
  }

  end(status: 'captured' | 'released' | 'timed_out'): void {
    this.status = status;
    if (status === 'captured' && this.mutation === 'keeps what a final capture leaves') return;
    for (const { account, parts } of byAccount(this.parts)) {
      for (const part of parts) part.lot.held -= part.points - (part as (typeof this.parts)[0]).captured;
      if (this.mutation !== 'repays nothing on release') account.settle();
    }
  }

  private get mutation() {
    return this.parts[0]?.account.mutation;
  }
}

/** Gives points by hand. */
export function give(account: ModelAccount, now: number, id: string, points: number): void {
  account.lots.push({
    id,
    remaining: points,
    held: 0,
    expired: 0,
    forgiven: 0,
    pending: false,
    availableFrom: now,
    expiresAt: account.endOf(now),
  });
  if (account.mutation === 'counts adjustments for life') account.lifetime += points;
  account.settle();
}

/** Moves points to another owner's account. */
export function transfer(
  from: readonly ModelAccount[],
  to: ModelAccount,
  now: number,
  act: string,
  points: number,
): void {
  for (const [n, { parts }] of byAccount(takeOver(from, points)).entries()) {
    const entry = derivedId(act, 2 * n + 1);
    for (const [j, { lot, points }] of parts.entries())
      to.lots.push({
        ...lot,
        id: derivedId(entry, j),
        remaining: points,
        held: 0,
        expired: 0,
        forgiven: 0,
        expiresAt: to.mutation === 'renews transferred points' ? to.endOf(now) : lot.expiresAt,
      });
  }
  to.settle();
}

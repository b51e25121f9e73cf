/** Points that a rule has given an account. */
export interface GivenRow {
  ruleId: string;
  /** Local, yyyy-mm-dd. */
  day: string;
  points: number;
}

/** What rules with a cap over time gave one account, by rule and local day. */
export class Given {
  private readonly days = new Map<string, Map<string, number>>();

  constructor(rows: readonly GivenRow[] = []) {
    for (const row of rows) this.add(row);
  }

  add({ ruleId, day, points }: GivenRow): void {
    const days = this.days.get(ruleId) ?? new Map<string, number>();
    this.days.set(ruleId, days.set(day, (days.get(day) ?? 0) + points));
  }

  /** Points on that day, in its calendar month, and ever. */
  of(ruleId: string, day: string): { day: number; month: number; customer: number } {
    const given = { day: 0, month: 0, customer: 0 };
    for (const [at, points] of this.days.get(ruleId) ?? []) {
      given.customer += points;
      if (at.slice(0, 7) === day.slice(0, 7)) given.month += points;
      if (at === day) given.day += points;
    }
    return given;
  }
}

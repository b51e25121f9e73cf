/** Where values lie on a line that shows an estimate, its interval, and nothing at all. */
export interface Drawn {
  /** Shares of the line, 0 at its start and 1 at its end. */
  zero: number;
  low: number;
  high: number;
  estimate: number;
}

/** Room beside the outermost value, as a share of the range. */
const margin = 0.12;

/** What the interval says: more, less, or that it may be chance. */
export function verdictOf({ low, high }: { low: number; high: number }): 'more' | 'less' | 'unsure' {
  if (low > 0) return 'more';
  return high < 0 ? 'less' : 'unsure';
}

/** Places estimate and interval on a line that always has zero on it, so that no effect looks larger than it is. */
export function drawn(estimate: number, { low, high }: { low: number; high: number }): Drawn {
  const least = Math.min(0, low);
  const most = Math.max(0, high);
  const range = most - least || 1;
  const at = (value: number) => (value - least + range * margin) / (range * (1 + 2 * margin));
  return { zero: at(0), low: at(low), high: at(high), estimate: at(estimate) };
}

interface Day {
  day: string;
  redemptions: number;
  discount: number;
  revenue: number;
}

/** Days put together to at most so many steps, each named by its first day. */
export function stepsOf(days: readonly Day[], most: number): Day[] {
  const size = Math.max(1, Math.ceil(days.length / most));
  const steps: Day[] = [];
  for (let at = 0; at < days.length; at += size) {
    const part = days.slice(at, at + size);
    const sum = (name: 'redemptions' | 'discount' | 'revenue') =>
      part.reduce((total, each) => total + each[name], 0);
    steps.push({
      day: part[0]?.day ?? '',
      redemptions: sum('redemptions'),
      discount: sum('discount'),
      revenue: sum('revenue'),
    });
  }
  return steps;
}

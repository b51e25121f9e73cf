export type Preset = 'month' | 'last' | 'year' | 'all' | 'own';
export interface Period {
  from?: string;
  to?: string;
}

const iso = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

/** Today as the store's calendar has it. */
export function today(now: Date, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
}

/** Days of a period that a person names in words; the end is today where it is not over. */
export function periodOf(preset: Exclude<Preset, 'own'>, day: string): Period {
  const [year = 0, month = 0] = day.split('-').map(Number);
  switch (preset) {
    case 'month':
      return { from: iso(year, month - 1, 1), to: day };
    case 'last':
      return { from: iso(year, month - 2, 1), to: iso(year, month - 1, 0) };
    case 'year':
      return { from: iso(year, 0, 1), to: day };
    case 'all':
      return { to: day };
  }
}

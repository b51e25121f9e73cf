import type { RecalculationStage } from '@wafa/contract';

/** The hour of the store's day in which a nightly recalculation begins. */
export const nightHour = 3;

export interface Progress {
  stage: RecalculationStage;
  customers: number;
  read: number;
  buyers: number;
  scored: number;
  recommended: number;
  /** Penalties tried so far, and how many there are. */
  tried: number;
  trials: number;
}

/** Where each stage begins, as a share of the whole. */
const begins = {
  reading: 0,
  fitting: 0.25,
  choosing: 0.35,
  learning: 0.5,
  scoring: 0.55,
  recommending: 0.75,
  done: 1,
} as const satisfies Record<RecalculationStage, number>;
const ends = {
  reading: 'fitting',
  fitting: 'choosing',
  choosing: 'learning',
  learning: 'scoring',
  scoring: 'recommending',
  recommending: 'done',
  done: 'done',
} as const satisfies Record<RecalculationStage, RecalculationStage>;

/** The share of the work that is done, to a thousandth; 1 at the end only. */
export function progressOf(run: Progress): number {
  const parts = {
    reading: [run.read, run.customers],
    fitting: [0, 1],
    choosing: [run.tried, run.trials],
    learning: [0, 1],
    scoring: [run.scored, run.buyers],
    recommending: [run.recommended, run.buyers],
    done: [0, 1],
  } as const;
  const [done, of] = parts[run.stage];
  const from = begins[run.stage];
  const share = of > 0 ? Math.min(done / of, 1) : 0;
  return Math.floor(1000 * (from + share * (begins[ends[run.stage]] - from))) / 1000;
}

/** The penalty of the best mean recall, the first of equals. */
export function bestOf(
  trials: readonly { lambda: number; recall: readonly { recall: number }[] }[],
): number | undefined {
  const means = trials.map(({ lambda, recall }) => ({
    lambda,
    recall: recall.reduce((sum, one) => sum + one.recall, 0) / recall.length,
  }));
  return means.reduce<(typeof means)[number] | undefined>(
    (best, one) => (best && best.recall >= one.recall ? best : one),
    undefined,
  )?.lambda;
}

/** Day (yyyy-mm-dd) and hour of an instant in a time zone. */
export function localTime(timeZone: string, at: Date): { day: string; hour: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return { day: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')) };
}

/** Whether the nightly recalculation is due: its hour has come, and none was made of this day. */
export function isDue(now: { day: string; hour: number }, lastDay: string | undefined): boolean {
  return now.hour >= nightHour && (lastDay === undefined || lastDay < now.day);
}

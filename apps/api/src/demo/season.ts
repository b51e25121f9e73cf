import { cumulate } from './random.ts';

const dayMs = 86_400_000;
/** Riyadh keeps UTC+3 all year. */
const zoneMs = 3 * 3_600_000;

export type Mood = 'usual' | 'ramadan' | 'feast';

/** One local day of the store: how much is bought on it, against an average day, and when. */
export interface Day {
  /** Local midnight. */
  start: Date;
  /** 0 is Sunday; Friday and Saturday are the weekend. */
  weekday: number;
  mood: Mood;
  intensity: number;
  /** Whether school things sell. */
  school: boolean;
}

const hijri = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
});

/** Month (1 to 12) and day of the Umm al-Qura calendar for a date given as UTC midnight. */
function hijriOf(date: Date): { month: number; day: number } {
  const parts = hijri.formatToParts(date);
  const number = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return { month: number('month'), day: number('day') };
}

/** Sunday to Saturday: Thursday evening and the weekend are for shopping. */
const weekdayFactors = [0.88, 0.85, 0.9, 0.95, 1.22, 1.08, 1.12];

/**
 * The local days that end at `until`, `count` of them, the last one being the day of `until`. Sales
 * grow by about a quarter a year; Ramadan (most in its last ten nights), pay-days, National Day, the
 * return to school and the sales of late November stand out, and the feast itself is quiet.
 */
export function makeDays(until: Date, count: number): Day[] {
  const lastLocal = Math.floor((until.getTime() + zoneMs) / dayMs);
  return Array.from({ length: count }, (_, i) => {
    const local = new Date((lastLocal - count + 1 + i) * dayMs);
    const { month, day } = hijriOf(local);
    const mood = month === 9 ? 'ramadan' : month === 10 && day <= 3 ? 'feast' : 'usual';
    const growth = 1.25 ** ((i - count) / 365);
    return {
      start: new Date(local.getTime() - zoneMs),
      weekday: local.getUTCDay(),
      mood,
      intensity:
        (weekdayFactors[local.getUTCDay()] ?? 1) * growth * hijriFactor(month, day) * dateFactor(local),
      school: local.getUTCMonth() === 7,
    };
  });
}

function hijriFactor(month: number, day: number): number {
  if (month === 8 && day >= 20) return 1.3;
  if (month === 9) return day > 20 ? 1.6 : 1.25;
  if (month === 10 && day <= 3) return 0.4;
  if (month === 12 && day <= 8) return 1.2;
  if (month === 12 && day <= 13) return 0.5;
  return 1;
}

function dateFactor(local: Date): number {
  const month = local.getUTCMonth() + 1;
  const day = local.getUTCDate();
  const payDay = day >= 27 && day <= 29 ? 1.2 : 1;
  if (month === 9 && day >= 20 && day <= 23) return 1.35;
  if (month === 11 && day >= 23 && day <= 29) return 1.5;
  if (month === 8 && day >= 15) return payDay * 1.15;
  return payDay;
}

/** Weights of the hours 0 to 23; hours after midnight belong to the same local date. */
const hourWeights: Record<'till' | 'online', Record<Mood, readonly number[]>> = {
  till: {
    usual: [0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 6, 4, 3, 3, 4, 7, 9, 8, 10, 11, 9, 5, 1],
    ramadan: [6, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 6, 8, 9, 3, 0, 2, 7, 11, 12, 10],
    feast: [3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 4, 6, 7, 9, 10, 10, 8, 5],
  },
  online: {
    usual: [4, 2, 1, 0.5, 0.3, 0.5, 1, 2, 3, 4, 5, 5, 5, 5, 4, 4, 5, 6, 6, 7, 8, 9, 9, 7],
    ramadan: [9, 8, 6, 4, 2, 1, 1, 1, 1, 2, 3, 3, 4, 4, 4, 4, 3, 1, 1, 3, 6, 9, 10, 10],
    feast: [5, 3, 1, 0.5, 0.3, 0.3, 0.5, 1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 7, 8, 8, 7, 6],
  },
};

const fridayMorning = new Set([8, 9, 10, 11, 12]);

/** Rising sums of the hours' weights of a day, for `Random.weighted`; shops open after prayer on Fridays. */
export function hourSums(day: Day, place: 'till' | 'online'): readonly number[] {
  const closed = place === 'till' && day.weekday === 5 && day.mood === 'usual';
  const key = `${place}/${day.mood}/${closed}`;
  let sums = sumsByKey.get(key);
  if (!sums) {
    sums = cumulate(
      hourWeights[place][day.mood].map((weight, hour) => (closed && fridayMorning.has(hour) ? 0 : weight)),
    );
    sumsByKey.set(key, sums);
  }
  return sums;
}
const sumsByKey = new Map<string, readonly number[]>();

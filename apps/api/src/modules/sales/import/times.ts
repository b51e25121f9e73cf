import { Temporal } from 'temporal-polyfill';

const iso = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/;
const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const offset = /(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * The instant of a written time: with an offset as it says, without one local to `timeZone` (of a time
 * that a clock change repeats, the first; of one it skips, the later). `2010-12-01 08:26:00`,
 * `2010-12-01T08:26+02:00` or `12/1/2010 8:26` (month first). Undefined where it is none of these.
 */
export function instantIn(timeZone: string, text: string): Date | undefined {
  // Rows of one document share their time; reading it again took a fifth of an import's time.
  if (latest.timeZone !== timeZone || latest.text !== text)
    latest = { timeZone, text, at: readInstant(timeZone, text) };
  return latest.at;
}

let latest: { timeZone: string; text: string; at: Date | undefined } = {
  timeZone: '',
  text: '',
  at: undefined,
};

function readInstant(timeZone: string, text: string): Date | undefined {
  const written = text.trim();
  if (offset.test(written)) {
    const at = new Date(written.replace(' ', 'T'));
    return Number.isNaN(at.getTime()) ? undefined : at;
  }
  const parts = iso.exec(written)?.slice(1) ?? reorder(american.exec(written));
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  try {
    const local = Temporal.PlainDateTime.from(
      { year, month, day, hour, minute, second },
      { overflow: 'reject' },
    );
    return new Date(local.toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    return undefined;
  }
}

function reorder(match: RegExpExecArray | null): (string | undefined)[] | undefined {
  return match ? [match[3], match[1], match[2], match[4], match[5], match[6]] : undefined;
}

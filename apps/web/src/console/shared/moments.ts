const hourMs = 3_600_000;

/** How far a time zone is ahead of UTC at an instant, in milliseconds. */
function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((found) => found.type === type)?.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(at / 1000) * 1000;
}

/** An instant as a `datetime-local` field shows it, by the clock of the store. */
export function fieldOf(instant: string | null | undefined, timeZone: string): string | undefined {
  if (!instant) return undefined;
  const at = Date.parse(instant);
  return new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 16);
}

/**
 * The instant that a `datetime-local` field means, by the clock of the store; null where it is empty. A
 * time that the clock skips counts as an hour later, one that it shows twice as the first of both.
 */
export function instantOf(field: unknown, timeZone: string): string | null {
  if (typeof field !== 'string' || field === '') return null;
  const local = Date.parse(`${field}Z`);
  const candidates = [local - hourMs * 24, local + hourMs * 24].map(
    (near) => local - offsetMs(near, timeZone),
  );
  const fits = candidates.filter((at) => at + offsetMs(at, timeZone) === local);
  return new Date(fits.length > 0 ? Math.min(...fits) : Math.max(...candidates)).toISOString();
}

/** The instant at which a day of a filter begins, by the clock of the store; undefined where none is chosen. */
export function startOf(day: string | undefined, timeZone: string): string | undefined {
  return day ? (instantOf(`${day}T00:00`, timeZone) ?? undefined) : undefined;
}

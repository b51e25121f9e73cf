import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** The outside world that operations may not reach by themselves: time, randomness, ids. */
export interface Clock {
  now(): Date;
  randomBytes(size: number): Uint8Array;
}

export const systemClock: Clock = {
  now: () => new Date(),
  randomBytes: (size) => randomFillSync(new Uint8Array(size)),
};

/** A UUIDv7 (RFC 9562) of the clock's time. */
export function newId(clock: Clock, at: Date): string {
  return v7({ msecs: at.getTime(), random: clock.randomBytes(16) });
}

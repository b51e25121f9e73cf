import { randomFillSync } from 'node:crypto';
import type { Clock } from '../src/platform/clock.ts';

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: Date;

  constructor(at = '2026-03-10T09:00:00.000Z') {
    this.#now = new Date(at);
  }

  now(): Date {
    return new Date(this.#now);
  }

  set(at: string | Date): void {
    this.#now = new Date(at);
  }

  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void {
    const seconds =
      (by.days ?? 0) * 86_400 + (by.hours ?? 0) * 3600 + (by.minutes ?? 0) * 60 + (by.seconds ?? 0);
    this.#now = new Date(this.#now.getTime() + seconds * 1000);
  }

  randomBytes(size: number): Uint8Array {
    return randomFillSync(new Uint8Array(size));
  }
}

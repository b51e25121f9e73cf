import { expect, it } from 'vitest';
import { newId, systemClock } from './clock.ts';

it('makes ids that carry the time and rise within a millisecond', () => {
  const at = new Date('2026-03-10T09:00:00.123Z');
  const ids = Array.from({ length: 10_000 }, () => newId(systemClock, at));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids.slice(0, 10)) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at.getTime());
  }
  expect(newId(systemClock, new Date(at.getTime() + 1)) > (ids.at(-1) as string)).toBe(true);
});

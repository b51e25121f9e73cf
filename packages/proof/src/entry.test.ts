import { expect, test } from 'vitest';
import { bytesToHex, instantOf, integer, microsOf } from './bytes.ts';
import {
  businessKey,
  type ChainEntry,
  detailsCommitment,
  entryHash,
  genesis,
  movementsDigest,
} from './entry.ts';
import { accountId, details, first, golden, key, movements, salt, second, storeId } from './vectors.ts';

test('entries hash to the golden vectors', () => {
  expect(bytesToHex(businessKey(key))).toBe(golden.key);
  expect(bytesToHex(movementsDigest(movements))).toBe(golden.movements);
  expect(bytesToHex(detailsCommitment(salt, details))).toBe(golden.details);
  const head = entryHash(genesis, first);
  expect(bytesToHex(head)).toBe(golden.first);
  expect(bytesToHex(entryHash(head, second))).toBe(golden.second);
});

test('every field of an entry is in its hash', () => {
  const other: ChainEntry = {
    storeId: accountId,
    accountId: storeId,
    sequence: 9n,
    id: accountId,
    kind: 'manual',
    amount: 121n,
    counterId: storeId,
    occurredAt: 0n,
    businessKey: salt,
    ruleId: null,
    ruleVersion: 4,
    movementsDigest: salt,
    detailsCommitment: salt,
  };
  const hashes = Object.entries(other).map(([field, value]) =>
    bytesToHex(entryHash(genesis, { ...first, [field]: value })),
  );
  const all = new Set([golden.first, bytesToHex(entryHash(salt, first)), ...hashes]);
  expect(all.size).toBe(Object.keys(other).length + 2);
});

test('an instant has one text', () => {
  for (const micros of [0n, -1n, 1_773_133_200_123_456n, -62_135_596_800_000_000n])
    expect(microsOf(instantOf(micros))).toBe(micros);
  expect(instantOf(-1n)).toBe('1969-12-31T23:59:59.999999Z');
  for (const text of [
    '2026-02-30T00:00:00.000000Z',
    '2026-02-03T24:00:00.000000Z',
    '2026-02-03T00:00:00.000Z',
  ])
    expect(() => microsOf(text)).toThrow(RangeError);
});

test('an integer that does not fit is refused, not cut', () => {
  expect(bytesToHex(integer(-2, 4))).toBe('fffffffe');
  expect(() => integer(2 ** 31, 4)).toThrow(RangeError);
});

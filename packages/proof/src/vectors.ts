/** Golden vectors of the chain's bytes, for the tests of whoever states them: TypeScript here, SQL in the server. */
import { utf8ToBytes } from './bytes.ts';
import { businessKey, type ChainEntry, detailsCommitment, type Movement, movementsDigest } from './entry.ts';

/** Computed from the layout in entry.ts by a third hand (Python's struct); they must never change. */
export const golden = {
  key: '39bc080b48ecd0e998636ddda6aace6d0aef7a5b8eee7ebdb9b1fabc19be5a51',
  movements: '900073de095d375201c2f7bcb282e64d032e588adae947857a9f10dbff053d07',
  details: 'fb2748885590df3adfabe58a24e229820941f604f03a6cdaf77e75696f86d56a',
  first: '3eb030cf562c3237527ee70f95d39128e99f7d83d55a387070ffbd972d994d3c',
  second: '2c7222b0d52f1ed1ae4de8104074d579fe784e366b4f6ea69a22af1e696e8f9a',
};

export const storeId = '0196f000-0000-7000-8000-000000000001';
export const accountId = '0196f000-0000-7000-8000-0000000000aa';
export const lotId = '0196f000-1111-7222-8333-444444444444';
export const salt = Uint8Array.from({ length: 32 }, (_, index) => index);
export const details = utf8ToBytes('{"description":"قهوة"}');
export const key = { kind: 'credit', source: 'متجر', sourceId: 'order-1001', line: 0 };
export const movements: Movement[] = [
  { lotId, delta: 125n, availableFrom: 1_773_133_200_123_456n, expiresAt: 1_806_440_400_000_000n },
  { lotId, delta: -5n, availableFrom: -1n, expiresAt: null },
];
export const first: ChainEntry = {
  storeId,
  accountId,
  sequence: 1n,
  id: '0196f000-5555-7666-8777-888888888888',
  kind: 'spend',
  amount: 120n,
  counterId: '00000000-0000-8000-8000-000000000001',
  occurredAt: 1_773_133_200_123_456n,
  businessKey: businessKey(key),
  ruleId: '0196f000-9999-7aaa-8bbb-cccccccccccc',
  ruleVersion: 3,
  movementsDigest: movementsDigest(movements),
  detailsCommitment: detailsCommitment(salt, details),
};
export const second: ChainEntry = {
  ...first,
  sequence: 2n,
  id: lotId,
  kind: 'repay',
  amount: 0n,
  counterId: accountId,
  occurredAt: -1n,
  ruleId: null,
  ruleVersion: null,
  movementsDigest: movementsDigest([]),
};

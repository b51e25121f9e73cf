import { expect, it } from 'vitest';
import { type Asked, skipReason } from './rules.ts';

const base: Asked = {
  type: 'EMAIL',
  topic: 'news',
  customer: { status: 'active', preferences: { email: true } },
  isAvailable: true,
  to: 'amal@example.com',
};

it.each<[string, Partial<Asked>, string | undefined]>([
  ['marketing with consent', {}, undefined],
  ['marketing without consent', { customer: { status: 'active', preferences: {} } }, 'preference'],
  [
    'consent on another channel',
    { customer: { status: 'active', preferences: { sms: true } } },
    'preference',
  ],
  [
    'service without consent',
    { topic: 'orders', customer: { status: 'active', preferences: {} } },
    undefined,
  ],
  ['a closed account', { topic: 'orders', customer: { status: 'closed', preferences: {} } }, 'closed'],
  ['no channel', { isAvailable: false }, 'channel_unavailable'],
  ['no address', { to: null }, 'no_address'],
  [
    'a call, which no switch stands for',
    { type: 'PHONE', customer: { status: 'active', preferences: {} } },
    undefined,
  ],
])('%s', (_, change, reason) => {
  expect(skipReason({ ...base, ...change })).toBe(reason);
});

import { expect, it } from 'vitest';
import { resultOfSmtp } from './rules.ts';

it.each([
  [{ code: 'ECONNECTION' }, { outcome: 'retry', error: 'ECONNECTION', down: true }],
  [
    { code: 'EAUTH', responseCode: 535, response: '535 5.7.8 no' },
    { outcome: 'retry', error: '535 5.7.8', down: true },
  ],
  [
    { code: 'EENVELOPE', responseCode: 550, response: '550 5.1.1 <amal@example.com> unknown' },
    { outcome: 'failed', error: '550 5.1.1' },
  ],
  [
    { code: 'EMESSAGE', responseCode: 451, response: '451 later' },
    { outcome: 'retry', error: '451', down: false },
  ],
  [{ code: 'amal@example.com' }, { outcome: 'retry', error: 'ESEND', down: false }],
  [undefined, { outcome: 'retry', error: 'ESEND', down: false }],
])('an error %j of sending', (error, result) => {
  expect(resultOfSmtp(error)).toEqual(result);
});

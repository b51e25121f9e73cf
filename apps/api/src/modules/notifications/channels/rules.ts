import type { SendResult } from './channel.ts';

/** Codes of nodemailer that speak of the server or the way to it, not of this message. */
const serverFaults = new Set([
  'ECONNECTION',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'ETLS',
  'EREQUIRETLS',
  'EPROTOCOL',
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'EPROXY',
  'ECONFIG',
]);

/**
 * What an error of sending by SMTP means. A refusal of this message (5xx) is final; a server that is away,
 * busy (4xx) or does not accept our sign-in may take it later. Only codes are kept: the server's text often
 * repeats the address.
 */
export function resultOfSmtp(thrown: unknown): SendResult {
  const { code, responseCode, response } = (thrown ?? {}) as {
    code?: string;
    responseCode?: number;
    response?: string;
  };
  const name = code && /^[A-Z0-9_]{1,30}$/.test(code) ? code : 'ESEND';
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
  const error = [responseCode, enhanced].filter(Boolean).join(' ') || name;
  if (serverFaults.has(name)) return { outcome: 'retry', error, down: true };
  if (responseCode !== undefined && responseCode >= 500) return { outcome: 'failed', error };
  return { outcome: 'retry', error, down: false };
}

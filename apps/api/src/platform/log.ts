import pino, { type Logger } from 'pino';

export type { Logger };

/** Names of fields that never reach a log line, wherever they stand. */
const secret = [
  'password',
  'newPassword',
  'currentPassword',
  'passwordHash',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'secret',
];

/** Structured logs on standard output, one JSON object a line, without secrets. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
    formatters: { level: (label) => ({ level: label }) },
  });
}

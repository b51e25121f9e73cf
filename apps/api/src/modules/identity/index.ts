/**
 * Identity: log-ins of staff and customers, sessions, second factor, and who stands behind a request.
 *
 * Owns `identity.staff_accounts`, `staff_sessions`, `staff_recovery_codes`, `staff_attempts` (global), and
 * `customer_logins`, `customer_sessions`, `customer_recovery_codes`, `customer_attempts`.
 * Holds: passwords as Argon2id, tokens and recovery codes as SHA-256; a refresh token works once and its
 * replay ends the session; a TOTP step and a recovery code work once; five wrong passwords or codes in a
 * row lock the account for a growing time, and a log-in that nobody has locks alike.
 * Emits `security.signed_in`, `security.new_device`, `security.password_changed`, `security.two_factor_changed` (customers).
 * Others import it as `import * as identity from '../identity/index.ts'`.
 */
import type { Module } from '../../platform/module.ts';
import { jobs } from './jobs.ts';
import { participant } from './logins.ts';
import { routes } from './routes.ts';

declare module '../../platform/events/catalogue.ts' {
  interface Events {
    'security.signed_in': { customerId: string; sessionId: string };
    'security.new_device': { customerId: string; sessionId: string };
    'security.password_changed': { customerId: string };
    'security.two_factor_changed': { customerId: string; on: boolean };
  }
}

export { createStaffAccount, type NewStaffAccount, staffContacts } from './accounts.ts';
export { makeAuthenticator } from './authenticator.ts';
export {
  type CustomerLogin,
  createLogin,
  type LoginChange,
  type NewLogin,
  openSession,
  syncLogin,
} from './logins.ts';
export { hashPassword } from './passwords.ts';
export { normaliseEmail, normalisePhone } from './rules.ts';
export type { Tokens } from './sessions.ts';
export type { StaffContact } from './sql.ts';
export { configureIdentity, type IdentityConfig } from './tokens.ts';

export const identityModule: Module = { name: 'identity', routes, jobs, participant };

import pg from 'pg';
import { AppError, type ErrorCode } from '../errors.ts';

interface Violation {
  code: ErrorCode;
  /** The input field the user can put right. */
  field?: string;
}

/**
 * What a violated constraint means to the user, by the beginning of its name (on Citus the name ends in
 * `_<shard>`). Each module adds a line per constraint that input can violate; the longest match wins. A
 * violation that is not listed is a fault of ours: it is logged and answered as `internal`.
 */
export const constraintErrors: Record<string, Violation> = {
  stores_slug_key: { code: 'code_taken', field: 'slug' },
  stores_host_name_key: { code: 'host_taken', field: 'hostName' },
  locations_code_key: { code: 'code_taken', field: 'code' },
  locations_parent_fkey: { code: 'location_unknown', field: 'parentId' },
  roles_pkey: { code: 'code_taken', field: 'key' },
  staff_account_key: { code: 'staff_taken', field: 'email' },
  staff_location_fkey: { code: 'location_unknown', field: 'locationId' },
  staff_accounts_email_key: { code: 'email_taken', field: 'email' },
  customer_logins_customer_key: { code: 'conflict' },
  customer_logins_email_key: { code: 'email_taken', field: 'email' },
  customer_logins_phone_key: { code: 'phone_taken', field: 'phone' },
  accounts_limit_check: { code: 'amount_too_large', field: 'points' },
  customers_email_key: { code: 'email_taken', field: 'email' },
  customers_phone_key: { code: 'phone_taken', field: 'phone' },
  fields_pkey: { code: 'code_taken', field: 'key' },
  // Two requests of one moment with one business key: the later one finds the first's when it asks again.
  keys_pkey: { code: 'conflict' },
  segments_pkey: { code: 'segment_key_taken', field: 'key' },
  saved_views_name_key: { code: 'view_name_taken', field: 'name' },
  templates_pkey: { code: 'conflict' },
  products_sku_key: { code: 'code_taken', field: 'sku' },
  referrals_friend_key: { code: 'referral_already_joined', field: 'code' },
  offers_key_key: { code: 'code_taken', field: 'key' },
  redemptions_transaction_key: { code: 'transaction_conflict', field: 'transactionId' },
};

/** SQLSTATEs that mean the same statement may well succeed when run again. */
const retryable = new Set(['40001', '40P01', '55P03']);

const integrityViolation = /^23/;
const diskFull = new Set(['53100']);
/** Too many connections, administrator's shutdown, crash, starting up, and the class of connection faults. */
const unreachable = /^(08...|53300|57P0[1-5])$/;
const socketFaults = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
/** What pg says, without a code, when the connection is gone or none came free in time. */
const clientFaults =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after)/;

/**
 * Whether running the transaction once more makes sense: serialisation failure, deadlock, lock not had
 * in time, a statement prepared before a table changed, or a row on its way to the default partition when
 * one of its own was made.
 */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  if (retryable.has(error.code ?? '')) return true;
  if (error.code === '23514' && error.routine === 'ExecPartitionCheckEmitError') return true;
  return error.code === '0A000' && error.routine === 'RevalidateCachedQuery';
}

/**
 * Any error as the one that a reply can carry. Constraint violations are mapped by constraint name, never
 * by message text, which changes with the server's language. What is not known stays what it is.
 */
export function toAppError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error instanceof pg.DatabaseError) {
    if (integrityViolation.test(code)) {
      const found = violationOf(error.constraint);
      return found
        ? new AppError(found.code, { field: found.field, detail: error.constraint, cause: error })
        : error;
    }
    if (diskFull.has(code)) return new AppError('storage_full', { detail: error.message, cause: error });
    if (unreachable.test(code)) return unavailable(error);
    if (isRetryable(error))
      return new AppError('unavailable', { detail: error.message, retryAfterSeconds: 1, cause: error });
    return error;
  }
  return socketFaults.has(code) || clientFaults.test(error.message) ? unavailable(error) : error;
}

function unavailable(error: Error): AppError {
  return new AppError('unavailable', { detail: error.message, retryAfterSeconds: 2, cause: error });
}

function violationOf(constraint: string | undefined): Violation | undefined {
  if (!constraint) return undefined;
  // The whole name, with or without Citus's shard number; then the longest listed beginning.
  const exact = constraintErrors[constraint] ?? constraintErrors[constraint.replace(/_\d+$/, '')];
  if (exact) return exact;
  const beginnings = Object.keys(constraintErrors).filter((name) => constraint.startsWith(name));
  const longest = beginnings.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : constraintErrors[longest];
}

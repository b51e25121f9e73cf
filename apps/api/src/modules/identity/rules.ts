import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Secret, TOTP } from 'otpauth';

/** Whose log-in: staff are global, a customer's belongs to one store. */
export type Realm = { kind: 'staff' } | { kind: 'customer'; storeId: string };

/** A phone number as E.164, or undefined where it is not one. Arabic digits are read too. */
export function normalisePhone(text: string, country: string | undefined): string | undefined {
  const known: CountryCode | undefined = country && isSupportedCountry(country) ? country : undefined;
  const parsed = parsePhoneNumberFromString(text, known);
  return parsed?.isValid() ? parsed.number : undefined;
}

/** An e-mail address as it is stored and compared. */
export function normaliseEmail(text: string): string {
  return text.trim().toLowerCase();
}

/** What was typed as a log-in: an e-mail, a phone number as E.164, or something that is neither. */
export type LoginKey = { email: string } | { phone: string } | { unknown: string };

export function loginKey(typed: string, country: string | undefined): LoginKey {
  if (typed.includes('@')) return { email: normaliseEmail(typed) };
  const phone = normalisePhone(typed, country);
  return phone ? { phone } : { unknown: typed.trim().toLowerCase() };
}

/** Failures that cost no waiting; the next ones do. */
const freeFailures = 5;
const firstDelaySeconds = 30;
const longestDelaySeconds = 3600;
/** After this long without a failure, counting begins anew. */
export const forgetFailuresMs = 24 * 3600 * 1000;

/** How long the account stays locked after its n-th failure in a row: 0, then 30 s doubling up to an hour. */
export function lockSeconds(failures: number): number {
  if (failures < freeFailures) return 0;
  return Math.min(firstDelaySeconds * 2 ** (failures - freeFailures), longestDelaySeconds);
}

/**
 * Under which name failures are counted: the account where there is one, else what was typed, so that
 * a log-in nobody has locks like one that exists. Keyed, so that the table tells nobody's address.
 */
export function attemptSubject(secret: Uint8Array, accountId: string | undefined, key: LoginKey): Buffer {
  const name = accountId ? `account:${accountId}` : `login:${Object.values(key)[0]}`;
  return createHmac('sha256', secret).update(name).digest();
}

const totpPeriodSeconds = 30;
const totpWindow = 1;

function totpOf(secretBase32: string, label: string, issuer: string): TOTP {
  return new TOTP({
    issuer,
    label,
    secret: Secret.fromBase32(secretBase32),
    algorithm: 'SHA1',
    digits: 6,
    period: totpPeriodSeconds,
  });
}

/** Twenty random bytes as the base32 text that authenticator apps take. */
export function totpSecret(bytes: Uint8Array): string {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32;
}

/** The otpauth:// address behind the QR code of an enrolment. */
export function totpUri(secretBase32: string, label: string, issuer: string): string {
  return totpOf(secretBase32, label, issuer).toString();
}

/** Digits of an Arabic or Persian keyboard as 0 to 9. */
function westernDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) as number) & 15));
}

/**
 * The 30-second step that the code belongs to, the step before and after `now` allowed; undefined for
 * a wrong code and for a step at or before the last one used, so that each code works once.
 */
export function totpStep(
  secretBase32: string,
  code: string,
  now: Date,
  lastStep: number | null,
): number | undefined {
  const digits = westernDigits(code).replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return undefined;
  const totp = totpOf(secretBase32, '', '');
  const delta = totp.validate({ token: digits, timestamp: now.getTime(), window: totpWindow });
  if (delta === null) return undefined;
  const step = Math.floor(now.getTime() / 1000 / totpPeriodSeconds) + delta;
  return lastStep !== null && step <= lastStep ? undefined : step;
}

/** Letters and digits that are not taken for each other: no I, L, O, U. */
const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const recoveryCodeCount = 10;
const recoveryCodeLength = 10;

/** Ten recovery codes of 50 random bits each, as `XXXXX-XXXXX`; takes 100 random bytes. */
export function recoveryCodes(bytes: Uint8Array): string[] {
  return Array.from({ length: recoveryCodeCount }, (_, index) => {
    const part = bytes.subarray(index * recoveryCodeLength, (index + 1) * recoveryCodeLength);
    const text = [...part].map((byte) => codeAlphabet[byte & 31]).join('');
    return `${text.slice(0, 5)}-${text.slice(5)}`;
  });
}

/** What is stored of a recovery code; undefined for text that cannot be one. O, I and L are read as typed for 0 and 1. */
export function recoveryHash(accountId: string, typed: string): Buffer | undefined {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (text.length !== recoveryCodeLength || [...text].some((letter) => !codeAlphabet.includes(letter)))
    return undefined;
  return createHash('sha256').update(`${accountId}:${text}`).digest();
}

const realmByte = { staff: 1, customer: 2 } as const;
const secretBytes = 32;
const macBytes = 16;
const bodyBytes = 1 + 16 + 16 + secretBytes;
const noStoreBytes = Buffer.alloc(16);

/**
 * A refresh token: realm, store, session, 32 random bytes, and a MAC under the server's key. The MAC
 * tells a token that was once issued from a made-up one: the replay of a used token ends its session,
 * while nobody can end a session by knowing its id.
 */
export function formatRefresh(
  key: Uint8Array,
  realm: Realm,
  sessionId: string,
  secret: Uint8Array,
): { token: string; hash: Buffer } {
  const store = realm.kind === 'customer' ? uuidBytes(realm.storeId) : noStoreBytes;
  const body = Buffer.concat([Buffer.of(realmByte[realm.kind]), store, uuidBytes(sessionId), secret]);
  return { token: Buffer.concat([body, macOf(key, body)]).toString('base64url'), hash: sha256(body) };
}

export interface ParsedRefresh {
  realm: Realm;
  sessionId: string;
  /** SHA-256 of what was issued; all that is stored of a refresh token. */
  hash: Buffer;
}

/** Reads a refresh token that this server issued, used or not; undefined for any other text. */
export function parseRefresh(key: Uint8Array, token: string): ParsedRefresh | undefined {
  if (!/^[A-Za-z0-9_-]{108}$/.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const body = bytes.subarray(0, bodyBytes);
  if (!timingSafeEqual(macOf(key, body), bytes.subarray(bodyBytes))) return undefined;
  const storeId = uuidText(body.subarray(1, 17));
  return {
    realm: body[0] === realmByte.staff ? { kind: 'staff' } : { kind: 'customer', storeId },
    sessionId: uuidText(body.subarray(17, 33)),
    hash: sha256(body),
  };
}

/** Compares two hashes in constant time. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function macOf(key: Uint8Array, body: Uint8Array): Buffer {
  return createHmac('sha256', key).update('wafa/refresh/1').update(body).digest().subarray(0, macBytes);
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

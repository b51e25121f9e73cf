import { stepAt } from '@wafa/pass';

/**
 * The quasigroup of Damm's method (H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004, order 10).
 * Its zero diagonal and total anti-symmetry let one digit catch every single wrong digit and every swap
 * of neighbours.
 */
const damm = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/** Damm's check digit of a string of decimal digits. */
export function checkDigit(digits: string): string {
  let interim = 0;
  for (const digit of digits) interim = damm[interim]![Number(digit)]!;
  return String(interim);
}

/** Whether this is a card number: 12 digits, not starting with 0, the last the check digit of the rest. */
export function isCardNumber(value: string): boolean {
  return /^[1-9]\d{11}$/.test(value) && checkDigit(value) === '0';
}

/** Random bytes that one card number takes. */
export const cardNumberBytes = 8;

/**
 * A card number from 8 random bytes: one of 90,000,000,000 with its check digit. The remainder of 2^64
 * favours no number by more than one in 200 million.
 */
export function cardNumberFrom(bytes: Uint8Array): string {
  const random = new DataView(bytes.buffer, bytes.byteOffset, cardNumberBytes).getBigUint64(0);
  const digits = String(10_000_000_000n + (random % 90_000_000_000n));
  return digits + checkDigit(digits);
}

/** `123456789012` as `1234 5678 9012`, for reading aloud. */
export function groupCardNumber(cardNumber: string): string {
  return cardNumber.replace(/(\d{4})(?=\d)/g, '$1 ');
}

/**
 * What the static QR says: `wafa:1:<card number>`, version 1 of the scheme. It identifies, as the printed
 * number does, and proves nothing; it names no store, because a till knows its own.
 */
export function staticQr(cardNumber: string): string {
  return `wafa:1:${cardNumber}`;
}

const dayMs = 24 * 3600 * 1000;

/** How long a device shows codes without having been online. */
export const certificateMs = 30 * dayMs;
/** Devices of a customer that hold at a time, and how many may be made within a day. */
export const deviceLimit = 10;
export const newDevicesADay = 20;
/** The certificate carries the key id in two bytes, and tills hold one more than the present. */
export const lastKeyId = 65_534;

/** Whether a device may show codes. */
export function inForce(device: { endsAt: Date; revokedAt: Date | null }, now: Date): boolean {
  return device.revokedAt === null && device.endsAt > now;
}

interface KeyChange {
  keyId: number;
  since: Date;
  withdraws: boolean;
}

/** The key id that signs now: 1 until the first change. */
export function currentKey(changes: readonly KeyChange[]): number {
  return changes.at(-1)?.keyId ?? 1;
}

/**
 * The keys that tills trust: the current one, the next (so that a change needs no moment at which all
 * tills must have asked), and earlier ones while a certificate of theirs can still hold, unless withdrawn.
 * @param changes in the order of their keys
 */
export function keysInForce(
  changes: readonly KeyChange[],
  now: Date,
): { id: number; state: 'previous' | 'current' | 'next' }[] {
  const current = currentKey(changes);
  const withdrawnBelow = changes.findLast(({ withdraws }) => withdraws)?.keyId ?? 1;
  const previous = changes
    .filter(({ since }) => since.getTime() + certificateMs > now.getTime())
    .map(({ keyId }) => keyId - 1)
    .filter((keyId) => keyId >= withdrawnBelow);
  return [
    ...previous.map((id) => ({ id, state: 'previous' as const })),
    { id: current, state: 'current' },
    { id: current + 1, state: 'next' },
  ];
}

/** Whether a till took a code when it held, by the till's clock, and not ahead of the time that it is. */
export function isScanTime(scan: { step: number; at: Date }, now: Date): boolean {
  const isHeld = Math.abs(scan.step - stepAt(scan.at.getTime())) <= 1;
  return isHeld && scan.step <= stepAt(now.getTime()) + 1;
}

/** Five tries of a million make one guess in 200,000; nobody needs longer than five minutes to read it out. */
export const oneTimeCode = { lastsMs: 5 * 60_000, tries: 5 };

/** Six decimal digits from 8 random bytes. */
export function sixDigits(bytes: Uint8Array): string {
  const random = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  return String(random % 1_000_000n).padStart(6, '0');
}

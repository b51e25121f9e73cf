import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export { bytesToHex } from '@noble/hashes/utils.js';
export { concatBytes, hexToBytes, utf8ToBytes };

const uuidText = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The 16 bytes of a UUID written in lower case; anything else throws. */
export function uuid(value: string): Uint8Array {
  if (!uuidText.test(value)) throw new RangeError(`not a UUID: ${value}`);
  return hexToBytes(value.replaceAll('-', ''));
}

/** An integer of `size` bytes, signed, big-endian; throws where it does not fit. */
export function integer(value: bigint | number, size: 2 | 4 | 8): Uint8Array {
  const bits = size * 8;
  const wide = BigInt(value);
  if (BigInt.asIntN(bits, wide) !== wide) throw new RangeError(`${value} does not fit ${bits} bits`);
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, wide);
  return bytes.slice(8 - size);
}

/** UTF-8 after its length in bytes (4 bytes). */
export function sized(value: string): Uint8Array {
  const bytes = utf8ToBytes(value);
  return concatBytes(integer(bytes.length, 4), bytes);
}

const instantText = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\.(\d{3})(\d{3})Z$/;

/**
 * Microseconds since 1970 of an instant as `YYYY-MM-DDThh:mm:ss.ffffffZ`, the only form in which a
 * statement writes one: two texts never mean the same instant. Throws on any other.
 */
export function microsOf(text: string): bigint {
  const [, seconds, millis, micros] = instantText.exec(text) ?? [];
  const ms = seconds ? Date.parse(`${seconds}.${millis}Z`) : Number.NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== `${seconds}.${millis}Z`)
    throw new RangeError(`not an instant in microseconds: ${text}`);
  return BigInt(ms) * 1000n + BigInt(micros as string);
}

/** The text of `microsOf`. */
export function instantOf(micros: bigint): string {
  const ms = (micros - (((micros % 1000n) + 1000n) % 1000n)) / 1000n;
  return `${new Date(Number(ms)).toISOString().slice(0, -1)}${String(micros - ms * 1000n).padStart(3, '0')}Z`;
}

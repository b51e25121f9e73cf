/** The 45 characters of a QR code's alphanumeric mode, in their order (RFC 9285). */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const values = new Map([...alphabet].map((letter, value) => [letter, value]));

/** Base45 (RFC 9285): two bytes as three characters, a last single byte as two. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 2) {
    const first = bytes[index] as number;
    const second = bytes[index + 1];
    let rest = second === undefined ? first : first * 256 + second;
    for (let place = 0; place < (second === undefined ? 2 : 3); place += 1) {
      text += alphabet[rest % 45];
      rest = Math.floor(rest / 45);
    }
  }
  return text;
}

/** The bytes of base45 text; undefined where it is none. */
export function decodeBase45(text: string): Uint8Array | undefined {
  if (text.length % 3 === 1) return undefined;
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index += 3) {
    const digits = [...text.slice(index, index + 3)].map((letter) => values.get(letter));
    if (digits.includes(undefined)) return undefined;
    const [a = 0, b = 0, c = 0] = digits as number[];
    const value = a + 45 * b + 2025 * c;
    if (value > (digits.length === 3 ? 0xffff : 0xff)) return undefined;
    if (digits.length === 3) bytes.push(value >> 8, value & 0xff);
    else bytes.push(value);
  }
  return Uint8Array.from(bytes);
}

/**
 * A decimal price × quantity as integers, without floating point: the total rounded half up to minor
 * units, and a unit price and discount that give it (quantity × unitPrice − discount). A price of no more
 * digits than the currency has comes out as itself with discount 0; a finer one is rounded up to the next
 * minor unit and the discount takes back what that added.
 * @param price `2.55`, `-3`, `.5`
 * @param exponent digits of the currency's minor unit
 * @returns undefined where the price is no decimal number, or an amount exceeds 2^53 − 1
 */
export function priceLine(
  price: string,
  quantity: number,
  exponent: number,
): { unitPrice: number; discount: number; total: number } | undefined {
  const match = /^(-?)(\d{0,15})(?:\.(\d{0,15}))?$/.exec(price.trim());
  const [, sign, whole = '', fraction = ''] = match ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction) * (sign ? -1n : 1n);
  // Minor units are digits / scale.
  const scale = 10n ** BigInt(Math.max(0, fraction.length - exponent));
  const minor = digits * 10n ** BigInt(Math.max(0, exponent - fraction.length));
  const total = roundHalfUp(minor * BigInt(quantity), scale);
  const unitPrice = minor / scale + (minor > 0n && minor % scale !== 0n ? 1n : 0n);
  const discount = unitPrice * BigInt(quantity) - total;
  const amounts = [unitPrice, discount, total, unitPrice * BigInt(quantity)];
  if (amounts.some((amount) => amount > limit || amount < -limit)) return undefined;
  return { unitPrice: Number(unitPrice), discount: Number(discount), total: Number(total) };
}

const limit = BigInt(Number.MAX_SAFE_INTEGER);

function roundHalfUp(value: bigint, scale: bigint): bigint {
  const doubled = 2n * value + scale;
  const floor = doubled / (2n * scale);
  return doubled < 0n && doubled % (2n * scale) !== 0n ? floor - 1n : floor;
}

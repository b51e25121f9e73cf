/** Splits `whole` in proportion to `weights` by largest remainder; the parts add up to `whole`. */
export function apportion(whole: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (sum === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (whole * weight) / sum);
  const rest = Number(whole - parts.reduce((total, part) => total + part, 0n));
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, rest)) parts[index] = (parts[index] as bigint) + 1n;
  return parts;
}

/** Ten-thousandths as a decimal without trailing zeros. */
export function decimal(e4: number): string {
  const digits = String(e4).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '');
}

/** A decimal of at most four digits after the point, in ten-thousandths: `e4Of('1.25')` is 12,500. */
export function e4Of(text: string): number {
  const [whole = '0', digits = ''] = text.split('.');
  return Number(whole) * 10_000 + Number(digits.padEnd(4, '0'));
}

/** Value of points in minor units, rounded down; null where points have no price. */
export function worthOf(points: number, worthE4: number | null): number | null {
  return worthE4 === null ? null : Number((BigInt(points) * BigInt(worthE4)) / 10_000n);
}

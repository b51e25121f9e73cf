/** Steps of the colour of a heat map, 0 to 4. */
export type Heat = 0 | 1 | 2 | 3 | 4;

/** How warm a value is against the warmest: nothing is 0, the rest in quarters. */
export function heatOf(value: number, most: number): Heat {
  if (value <= 0 || most <= 0) return 0;
  return Math.min(4, Math.max(1, Math.ceil((value / most) * 4))) as Heat;
}

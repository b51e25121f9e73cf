/** How a size changed from the first to the last of some days; null where there is nothing to compare. */
export function changeOf(sizes: readonly number[]): number | null {
  const [first] = sizes;
  const last = sizes.at(-1);
  return first === undefined || last === undefined || sizes.length < 2 ? null : last - first;
}

/** The days from the first one on which anybody was in; before it nobody may have looked yet. */
export function sinceFirst<D extends { size: number }>(days: readonly D[]): readonly D[] {
  const first = days.findIndex(({ size }) => size > 0);
  return first < 0 ? [] : days.slice(first);
}

export interface Point {
  x: number;
  y: number;
}

/**
 * Sizes as points of a line in a box. In Arabic time runs from the right. A size that never changed lies in
 * the middle, since a line at the bottom would read as nothing.
 */
export function pointsOf(
  sizes: readonly number[],
  box: { width: number; height: number; pad: number },
  rtl: boolean,
): Point[] {
  const least = Math.min(...sizes);
  const range = Math.max(...sizes) - least;
  const width = box.width - 2 * box.pad;
  const height = box.height - 2 * box.pad;
  return sizes.map((size, at) => {
    const along = sizes.length > 1 ? at / (sizes.length - 1) : 1;
    const up = range > 0 ? (size - least) / range : 0.5;
    return {
      x: box.pad + (rtl ? 1 - along : along) * width,
      y: box.pad + (1 - up) * height,
    };
  });
}

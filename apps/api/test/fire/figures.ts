/** Under `npm run test:fire` the full figure; WAFA_FIRE_SHORT=1 asks for one that takes seconds. */
export function figure(full: number, small: number): number {
  return process.env.WAFA_FIRE_SHORT === '1' ? small : full;
}

/** Runs `work` for every item, at most `width` at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
}

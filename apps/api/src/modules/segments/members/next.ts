import type { CustomerSegments } from '@wafa/contract';
import type { Book } from '../definitions/book.ts';
import { customerTextOf, nameOf } from '../definitions/names.ts';
import { isVisible } from '../definitions/present.ts';

/**
 * The next built-in segment that more orders lead to, of those that customers see: occasional, regular,
 * frequent. Null where `orders`, those of the window, are enough for all of them.
 */
export function nextByOrders({ numbers, rows }: Book, orders: number): CustomerSegments['next'] {
  const ladder = [
    { key: 'occasional', needed: numbers.occasionalOrders },
    { key: 'regular', needed: numbers.regularOrders },
    { key: 'frequent', needed: numbers.frequentOrders },
  ];
  const rowOf = (key: string) => rows.find((row) => row.key === key);
  const step = ladder.find(({ key, needed }) => orders < needed && isVisible(key, rowOf(key)));
  if (!step) return null;
  const row = rowOf(step.key);
  return {
    ...step,
    name: nameOf(step.key, 'builtin', row),
    text: customerTextOf(step.key, 'builtin', row),
    benefits: row?.benefits ?? [],
    orders,
    days: numbers.orderDays,
  };
}

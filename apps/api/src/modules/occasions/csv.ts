import type { Language, ShownGift } from '@wafa/contract';

/** A column of a file: its name, and its value of an item in the reader's language. */
export type Column<T> = readonly [string, (item: T, language: Language) => string | number | null];

/** What is given, whichever kind of gift it is. */
export const giftColumns: readonly Column<{ gift: ShownGift | null }>[] = [
  ['gift', ({ gift }) => gift?.type ?? null],
  ['points', ({ gift }) => gift?.points ?? null],
  ['giftText', ({ gift }, language) => (gift?.reward?.name ?? gift?.text)?.[language] ?? null],
];

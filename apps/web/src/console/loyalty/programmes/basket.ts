import type { CallOf, contract } from '@wafa/contract';
import { inMinor } from '../../shared/amounts.ts';

/** A basket to try rules on, as its fields hold it. */
export interface Basket {
  lines: readonly { key: string; sku: string; category: string; total: number | null }[];
  tier?: string | undefined;
  locationId?: string | undefined;
  segments: string[];
  firstOrder: boolean;
  /** As a `datetime-local` field holds it; empty: now. */
  at: string;
}

export const blankLine = (): Basket['lines'][number] => ({
  key: crypto.randomUUID(),
  sku: '',
  category: '',
  total: 100,
});

export const blankBasket = (): Basket => ({
  lines: [blankLine()],
  segments: [],
  firstOrder: false,
  at: '',
});

type Question = Omit<CallOf<typeof contract.loyalty.quoteProgram>, 'programId' | 'rules'>;

/** What the API is asked; lines without a total are left out, and a line needs no product to be tried. */
export function questionOf(basket: Basket, currency: string, at: string | null): Question {
  const { tier, locationId, segments, firstOrder } = basket;
  return {
    lines: basket.lines.flatMap(({ sku, category, total }) => {
      const minor = inMinor(total, currency);
      return minor === undefined
        ? []
        : [{ sku: sku.trim() || '-', category: category.trim() || null, total: minor }];
    }),
    tier: tier ?? null,
    segments,
    firstOrder,
    ...(locationId ? { locationId } : {}),
    ...(at ? { at } : {}),
  };
}

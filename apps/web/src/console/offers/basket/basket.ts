import { type CallOf, type contract, offerTerms, type Product } from '@wafa/contract';
import { inMinor, inUnits } from '../../shared/amounts.ts';

/** A line of a basket to try an offer on, as its fields hold it. */
export interface ExampleLine {
  key: string;
  sku: string;
  name: string;
  category: string | null;
  quantity: number | null;
  /** In units of the currency. */
  price: number | null;
}

type Trial = CallOf<typeof contract.offers.tryTerms>;

/** A product as a line of the example. */
export function lineOf(product: Product, language: 'en' | 'ar', quantity = 1): ExampleLine {
  return {
    key: crypto.randomUUID(),
    sku: product.sku,
    name: (language === 'ar' && product.nameAr) || product.name,
    category: product.category,
    quantity,
    price: inUnits(product.price, product.currency) ?? null,
  };
}

export const blankLine = (): ExampleLine => ({
  key: crypto.randomUUID(),
  sku: '',
  name: '',
  category: null,
  quantity: 1,
  price: 100,
});

/** Lines with a quantity and a price, as the API takes them. */
export function linesToTry(lines: readonly ExampleLine[], currency: string): Trial['lines'] {
  return lines.flatMap(({ sku, name, category, quantity, price }) => {
    const unitPrice = inMinor(price, currency);
    if (quantity === null || unitPrice === undefined) return [];
    return [{ sku: sku || '-', name, ...(category ? { category } : {}), quantity, unitPrice, discount: 0 }];
  });
}

const tried = offerTerms.pick({
  benefit: true,
  scope: true,
  excludedSkus: true,
  minimumBasket: true,
  minimumQuantity: true,
});

/** The part of the terms that a basket can be tried on; null while something is missing. */
export function termsToTry(terms: object): Trial['terms'] | null {
  return tried.safeParse(terms).data ?? null;
}

import type { Segment } from '@wafa/contract';

type Values = Record<string, unknown>;
interface Words {
  en?: string | undefined;
  ar?: string | undefined;
}

const both = (words: unknown) => {
  const { en = '', ar = '' } = (words ?? {}) as Words;
  return { en: en.trim(), ar: ar.trim() };
};

/** A segment as the form shows it. */
export function toFields({ name, description, customerText, benefits, isVisible }: Segment): object {
  return { name, description, customerText, benefits, isVisible };
}

/** What every segment takes from the form: what customers read, what they get, and whether they see it. */
export function forCustomers({ customerText, benefits, isVisible }: Values) {
  return {
    customerText: both(customerText),
    benefits: ((benefits as { title?: Words; text?: Words | null }[] | undefined) ?? []).map((benefit) => {
      const text = both(benefit?.text);
      return { title: both(benefit?.title), text: text.en || text.ar ? text : null };
    }),
    isVisible: isVisible === true,
  };
}

/** What a segment of one's own takes besides. */
export function ownWords({ name, description }: Values) {
  return { name: both(name), description: both(description) };
}

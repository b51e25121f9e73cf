import type { OccasionGift, OccasionSettings } from '@wafa/contract';

/** Stands for every tier without a gift of its own: a choice in a form is a text. */
export const everybody = '';

/** How a kind is celebrated, as the form shows it. */
export function toFields(kind: OccasionSettings): object {
  return { ...kind, gifts: kind.gifts.map(({ tier, gift }) => ({ tier: tier ?? everybody, gift })) };
}

/** What the contract takes; of a gift, what its type does not have is left out. */
export function fromFields(values: Record<string, unknown>): object {
  const gifts = (values.gifts ?? []) as { tier?: string; gift?: Partial<Record<string, unknown>> }[];
  return {
    ...values,
    messageDaysBefore: values.messageDaysBefore ?? null,
    gifts: gifts.map(({ tier, gift }) => ({ tier: tier || null, gift: ofType(gift ?? {}) })),
  };
}

function ofType({ type, points, rewardId, text }: Partial<Record<string, unknown>>): object {
  const kind = type as OccasionGift['type'];
  if (kind === 'reward') return { type, rewardId };
  return kind === 'text' ? { type, text: text ?? { en: '', ar: '' } } : { type, points };
}

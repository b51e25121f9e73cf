import type { OfferTerms } from '@wafa/contract';

/** Parts of the terms that are told together, by the part that names them. */
const parts: Readonly<Record<string, readonly (keyof OfferTerms)[]>> = {
  name: ['name', 'description'],
  benefit: ['benefit'],
  scope: ['scope', 'excludedSkus', 'minimumBasket', 'minimumQuantity'],
  audience: ['audience', 'excludedSegments'],
  when: ['startsAt', 'endsAt', 'weekdays', 'hours', 'channels', 'locations'],
  codes: ['codeMode', 'sharedCode', 'claimNeeded', 'claimDays'],
  limits: ['limits', 'budget'],
  stacking: ['stacking'],
  holdout: ['holdoutPercent'],
};

/** Which parts of the terms differ between two versions. What is left out and what is null are the same. */
export function changedTerms(before: OfferTerms, after: OfferTerms): string[] {
  const differs = (field: keyof OfferTerms) =>
    JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null);
  return Object.entries(parts).flatMap(([part, fields]) => (fields.some(differs) ? [part] : []));
}

/** Customers: what the API itself words about them. */
export const en = {
  'customers.tier.bronze': 'Bronze',
  'customers.tier.silver': 'Silver',
  'customers.tier.gold': 'Gold',
  'customers.tier.platinum': 'Platinum',
};

export const ar: Record<keyof typeof en, string> = {
  'customers.tier.bronze': 'برونزية',
  'customers.tier.silver': 'فضية',
  'customers.tier.gold': 'ذهبية',
  'customers.tier.platinum': 'بلاتينية',
};

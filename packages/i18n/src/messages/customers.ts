/** Customers: what the API itself words about them. */
export const en = {
  'customers.tier.bronze': 'Bronze',
  'customers.tier.silver': 'Silver',
  'customers.tier.gold': 'Gold',
  'customers.tier.platinum': 'Platinum',
};

export const ar: Record<keyof typeof en, string> = {
  'customers.tier.bronze': 'البرونزية',
  'customers.tier.silver': 'الفضية',
  'customers.tier.gold': 'الذهبية',
  'customers.tier.platinum': 'البلاتينية',
};

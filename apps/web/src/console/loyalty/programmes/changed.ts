/** The settings that a version keeps and a person recognises, by the words that name them. */
const groups: Readonly<Record<string, string>> = {
  nameEn: 'name',
  nameAr: 'name',
  description: 'description',
  isActive: 'active',
  isDefault: 'default',
  pointsPerUnitE4: 'rate',
  minimumSpend: 'minimum',
  worthE4: 'worth',
  pendingDays: 'pending',
  expiryMonths: 'expiry',
  returnDays: 'return',
  enrolment: 'enrolment',
  transfers: 'transfers',
  startsAt: 'dates',
  endsAt: 'dates',
  rules: 'rules',
  tiers: 'tiers',
  tierBasis: 'tiers',
  ladder: 'tiers',
};

/** What differs between two versions, each thing once; `rest` for what has no name here. */
export function changedFields(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  const silent = new Set(['id', 'number', 'ruleVersion', 'createdAt', 'updatedAt']);
  const differing = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !silent.has(name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return [...new Set(differing.map((name) => groups[name] ?? 'rest'))];
}

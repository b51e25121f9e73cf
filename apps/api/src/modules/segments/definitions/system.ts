import type { SegmentNumbers } from '@wafa/contract';

/** The built-in segments, in the order in which the single `segment` of a customer is chosen. */
export const builtIns = [
  'churned',
  'inactive',
  'at_risk',
  'vip',
  'frequent',
  'regular',
  'occasional',
  'new',
] as const;

/** The eleven RFM groups, best first. */
export const rfmGroups = [
  'rfm_champions',
  'rfm_loyal',
  'rfm_potential',
  'rfm_new',
  'rfm_promising',
  'rfm_attention',
  'rfm_sleepy',
  'rfm_at_risk',
  'rfm_cant_lose',
  'rfm_hibernating',
  'rfm_lost',
] as const;
type RfmGroup = (typeof rfmGroups)[number];

/** Rows: recency 1 (longest ago) to 5; columns: frequency and money together, 1 to 5. */
const rfmTable: readonly (readonly RfmGroup[])[] = [
  ['rfm_lost', 'rfm_hibernating', 'rfm_at_risk', 'rfm_at_risk', 'rfm_cant_lose'],
  ['rfm_hibernating', 'rfm_hibernating', 'rfm_at_risk', 'rfm_at_risk', 'rfm_cant_lose'],
  ['rfm_sleepy', 'rfm_sleepy', 'rfm_attention', 'rfm_loyal', 'rfm_loyal'],
  ['rfm_promising', 'rfm_potential', 'rfm_potential', 'rfm_loyal', 'rfm_champions'],
  ['rfm_new', 'rfm_potential', 'rfm_potential', 'rfm_champions', 'rfm_champions'],
];

/** The table as one list: (recency − 1) · 5 + frequency and money − 1. */
export const rfmList: readonly string[] = rfmTable.flat();

/** Whether customers are told that they are in a segment, unless the store says otherwise. */
const visibleToCustomers: ReadonlySet<string> = new Set(['vip', 'frequent', 'regular', 'occasional', 'new']);
export const isVisibleByDefault = (key: string): boolean => visibleToCustomers.has(key);

export const defaultNumbers: SegmentNumbers = {
  churnedDays: 180,
  inactiveDays: 90,
  atRiskMinOrders: 3,
  atRiskWindowDays: 60,
  atRiskFormerOrders: 2,
  atRiskDropPercent: 50,
  atRiskMinGaps: 3,
  atRiskGapPercent: 200,
  vipDays: 365,
  vipPercent: 5,
  orderDays: 180,
  frequentOrders: 6,
  regularOrders: 3,
  occasionalOrders: 1,
  newDays: 30,
  newMaxOrders: 1,
  clusterMinCustomers: 200,
};

/** Names of numbers that contradict one another: each has to be above the one it is given with. */
export function contradictions(numbers: SegmentNumbers): (keyof SegmentNumbers)[] {
  const rising = [
    ['inactiveDays', 'churnedDays'],
    ['occasionalOrders', 'regularOrders'],
    ['regularOrders', 'frequentOrders'],
  ] as const;
  return rising.flatMap(([lower, higher]) => (numbers[lower] < numbers[higher] ? [] : [higher]));
}

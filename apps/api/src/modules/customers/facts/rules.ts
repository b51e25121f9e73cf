/** What an operation above customers changed about one customer; deltas add up, the rest is the new value. */
export interface FactsChange {
  customerId: string;
  /** Minor units, negative for a refund. */
  spent?: number;
  orders?: number;
  visits?: number;
  /** When an order was placed: moves first and last order, and the last visit. */
  orderAt?: Date;
  /** When the customer was seen: moves the last visit only forwards. */
  visitAt?: Date;
  /** Key of the tier now held; null for none; left out: unchanged. */
  tier?: string | null;
  /** Available points, absolute. */
  points?: number;
  /** Points ever earned, absolute. */
  lifetime?: number;
}

/** All changes to one customer's facts row, as the one update writes them. */
export interface FactsDelta {
  customerId: string;
  spent: number;
  orders: number;
  visits: number;
  firstOrderAt: Date | null;
  lastOrderAt: Date | null;
  lastVisitAt: Date | null;
  setsTier: boolean;
  tier: string | null;
  points: number | null;
  lifetime: number | null;
}

function emptyDelta(customerId: string): FactsDelta {
  return {
    customerId,
    spent: 0,
    orders: 0,
    visits: 0,
    firstOrderAt: null,
    lastOrderAt: null,
    lastVisitAt: null,
    setsTier: false,
    tier: null,
    points: null,
    lifetime: null,
  };
}

const earlier = (a: Date | null, b: Date | undefined) => (b && (!a || b < a) ? b : a);
const later = (a: Date | null, b: Date | undefined) => (b && (!a || b > a) ? b : a);

/**
 * Adds several changes up to one per customer, sorted by customer id. Deltas are summed, instants take
 * the earliest and latest, and of absolute values (tier, points, lifetime) the last one given stays.
 */
export function mergeFacts(changes: readonly FactsChange[]): FactsDelta[] {
  const byCustomer = new Map<string, FactsDelta>();
  for (const change of changes) {
    const delta = byCustomer.get(change.customerId) ?? emptyDelta(change.customerId);
    byCustomer.set(change.customerId, delta);
    delta.spent += change.spent ?? 0;
    delta.orders += change.orders ?? 0;
    delta.visits += change.visits ?? 0;
    delta.firstOrderAt = earlier(delta.firstOrderAt, change.orderAt);
    delta.lastOrderAt = later(delta.lastOrderAt, change.orderAt);
    delta.lastVisitAt = later(later(delta.lastVisitAt, change.orderAt), change.visitAt);
    if (change.tier !== undefined) {
      delta.setsTier = true;
      delta.tier = change.tier;
    }
    delta.points = change.points ?? delta.points;
    delta.lifetime = change.lifetime ?? delta.lifetime;
  }
  return [...byCustomer.values()].sort((a, b) => (a.customerId < b.customerId ? -1 : 1));
}

/** Average order value in minor units, rounded half up; 0 without orders. */
export function averageOrderValue(totalSpent: number, totalOrders: number): number {
  return totalOrders > 0 ? Math.round(totalSpent / totalOrders) : 0;
}

/** What an import came to. Money in minor units of the store's currency. */
export interface ImportTotals {
  /** Records of the file, the header not counted. */
  lines: number;
  orders: number;
  /** Of `orders`, those without a customer. */
  anonymousOrders: number;
  /** Orders of the file that had been recorded before, from elsewhere. */
  knownOrders: number;
  /** Customers made. */
  customers: number;
  gross: number;
  /** Refunds written: one per cancellation and order it takes from. */
  refunds: number;
  refunded: number;
  pointsEarned: number;
  /** Points that refunds took back, debts included. */
  pointsTaken: number;
  /** Rejected lines by reason. */
  rejects: Record<string, number>;
}

export function noTotals(): ImportTotals {
  return {
    lines: 0,
    orders: 0,
    anonymousOrders: 0,
    knownOrders: 0,
    customers: 0,
    gross: 0,
    refunds: 0,
    refunded: 0,
    pointsEarned: 0,
    pointsTaken: 0,
    rejects: {},
  };
}

/** The sum of two; neither is changed. */
export function addTotals(a: ImportTotals, b: ImportTotals): ImportTotals {
  const rejects = { ...a.rejects };
  for (const [reason, count] of Object.entries(b.rejects)) rejects[reason] = (rejects[reason] ?? 0) + count;
  return {
    lines: a.lines + b.lines,
    orders: a.orders + b.orders,
    anonymousOrders: a.anonymousOrders + b.anonymousOrders,
    knownOrders: a.knownOrders + b.knownOrders,
    customers: a.customers + b.customers,
    gross: a.gross + b.gross,
    refunds: a.refunds + b.refunds,
    refunded: a.refunded + b.refunded,
    pointsEarned: a.pointsEarned + b.pointsEarned,
    pointsTaken: a.pointsTaken + b.pointsTaken,
    rejects,
  };
}

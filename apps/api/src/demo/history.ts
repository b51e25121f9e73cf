import type { DemoData } from './generate.ts';
import type { DemoCustomer } from './people.ts';
import type { DemoRefund } from './refunds.ts';
import type { DemoSale } from './sales.ts';

/** A stretch of the demo's history; it is loaded with the clock at the stretch's end. */
export interface Step {
  /** The time of its last happening. */
  at: Date;
  customers: DemoCustomer[];
  sales: DemoSale[];
  refunds: DemoRefund[];
  /** The first instant of the next local month, where the step ends one: points end with months. */
  monthEnd: Date | null;
}

/** Riyadh keeps UTC+3 all year. */
const zoneMs = 3 * 3_600_000;

type Happening = { at: Date } & ({ customer: DemoCustomer } | { sale: DemoSale } | { refund: DemoRefund });

/**
 * Cuts the demo into steps in time order: a customer joins before the first order, an order comes
 * before its refund. A step holds at most `most` happenings and lies within one local month.
 */
export function stepsOf(data: Pick<DemoData, 'customers' | 'sales' | 'refunds'>, most: number): Step[] {
  const happenings: Happening[] = [
    ...data.customers.map((customer) => ({ at: customer.createdAt, customer })),
    ...data.sales.map((sale) => ({ at: sale.at, sale })),
    ...data.refunds.map((refund) => ({ at: refund.at, refund })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const steps: Step[] = [];
  let step: Step | undefined;
  let size = 0;
  for (const happening of happenings) {
    if (step && monthOf(step.at) !== monthOf(happening.at)) {
      step.monthEnd = startOfMonth(monthOf(step.at) + 1);
      step = undefined;
    }
    if (!step || size === most) {
      step = { at: happening.at, customers: [], sales: [], refunds: [], monthEnd: null };
      steps.push(step);
      size = 0;
    }
    size++;
    step.at = happening.at;
    if ('customer' in happening) step.customers.push(happening.customer);
    else if ('sale' in happening) step.sales.push(happening.sale);
    else step.refunds.push(happening.refund);
  }
  return steps;
}

/**
 * Shares a step among lanes that are loaded at the same time, by customer, so that each customer's
 * happenings stay in order. Sales to nobody known go to lanes in turn, their refunds with them.
 */
export function lanesOf(step: Step, count: number): Step[] {
  const laneOf = ({ customer, order }: { customer: number | null; order: string }) =>
    (customer ?? Number(order.replace(/\D/g, ''))) % count;
  return Array.from({ length: count }, (_, lane) => ({
    ...step,
    customers: step.customers.filter(({ index }) => index % count === lane),
    sales: step.sales.filter(({ customer, sourceId }) => laneOf({ customer, order: sourceId }) === lane),
    refunds: step.refunds.filter((refund) => laneOf(refund) === lane),
  }));
}

/** Local months since the year 0. */
function monthOf(at: Date): number {
  const local = new Date(at.getTime() + zoneMs);
  return local.getUTCFullYear() * 12 + local.getUTCMonth();
}

function startOfMonth(month: number): Date {
  return new Date(Date.UTC(Math.floor(month / 12), month % 12, 1) - zoneMs);
}

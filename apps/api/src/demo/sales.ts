import { type BasketLine, fillBasket, type Habits, passersHabits } from './habits.ts';
import { cumulate, firstAbove, type Random } from './random.ts';
import { type Day, hourSums } from './season.ts';

/** An order of the demo store; amounts in halalas. */
export interface DemoSale {
  sourceId: string;
  at: Date;
  /** Index of the customer; null for an anonymous sale. */
  customer: number | null;
  /** Index into the store's locations: the branches, then the online shop. */
  location: number;
  channel: 'till' | 'web' | 'app';
  status: 'paid' | 'shipped' | 'delivered' | 'completed';
  lines: {
    sku: string;
    name: string;
    category: string;
    quantity: number;
    unitPrice: number;
    discount: number;
  }[];
  payment: string;
  carrier: string | null;
}

/** A purchase that is yet without its basket. */
interface Visit {
  customer: number | null;
  day: number;
  at: number;
  online: boolean;
  habits: Habits;
}

/** Share of sales whose customer is not known. */
const anonymousShare = 0.12;
/** Share of customers who join with their first purchase; the others buy later, or never. */
const joinsBuying = 0.85;
const hourMs = 3_600_000;
/** Index of the online shop among the demo's locations. */
const onlineShop = 2;

/**
 * `count` orders of these customers and of passers-by over `days`, in time order, none after `until`.
 * Purchases follow a renewal process in the store's own time, which runs faster on busy days; customer
 * 0 (Amal) has a fixed number of visits.
 */
export function makeSales(
  random: Random,
  habits: readonly Habits[],
  days: readonly Day[],
  count: number,
  until: Date,
): DemoSale[] {
  const visits = planVisits(random.fork('visits'), habits, days, count, until);
  const bought = new Map<number, Map<string, number>>();
  const baskets = random.fork('baskets');
  return visits.map((visit, i) => {
    const last = (visit.customer !== null && bought.get(visit.customer)) || new Map<string, number>();
    if (visit.customer !== null) bought.set(visit.customer, last);
    const basket = fillBasket(baskets, visit.habits, days[visit.day] as Day, visit.day, last);
    return makeSale(baskets, visit, basket, i, until);
  });
}

function planVisits(
  random: Random,
  habits: readonly Habits[],
  days: readonly Day[],
  count: number,
  until: Date,
): Visit[] {
  const pace = cumulate(days.map((day) => day.intensity));
  const known = Math.round(count * (1 - anonymousShare));
  const exposures = habits.map((person) => paceAt(pace, person.toDay) - paceAt(pace, person.fromDay));
  const amalsVisits = Math.min(84, Math.floor(count / 20));
  const wanted = Math.max(0, known - amalsVisits - joinsBuying * habits.length);
  const scale =
    wanted / habits.reduce((sum, { eagerness }, i) => sum + eagerness * (exposures[i] ?? 0), 1e-9);
  const place = (customer: number | null, day: number, own: Habits): Visit => {
    const online = random.chance(own.online);
    const today = days[day] as Day;
    const hour = random.weighted(hourSums(today, online ? 'online' : 'till'));
    return {
      customer,
      day,
      at: today.start.getTime() + Math.floor((hour + random.next()) * hourMs),
      online,
      habits: own,
    };
  };
  const visits = habits.flatMap((person, customer) => {
    const rate = customer === 0 ? amalsVisits / (exposures[0] || 1) : person.eagerness * scale;
    return visitDays(random, person, pace, rate, customer === 0 || random.chance(joinsBuying)).map((day) =>
      place(customer, day, person),
    );
  });
  const past = visits.filter((visit) => visit.at < until.getTime());
  thin(random, past, known);
  for (let tries = 0; past.length < count && tries < count * 3; tries++) {
    const passer = place(null, random.weighted(pace), passersHabits(random));
    if (passer.at < until.getTime()) past.push(passer);
  }
  return past.sort((a, b) => a.at - b.at);
}

/** Day indexes of a person's purchases: gaps are gamma distributed in the store's own time. */
function visitDays(
  random: Random,
  person: Habits,
  pace: readonly number[],
  rate: number,
  atOnce: boolean,
): number[] {
  const end = paceAt(pace, person.toDay);
  const gap = () => (rate > 0 ? random.gamma(person.regularity) / person.regularity / rate : Infinity);
  const days: number[] = [];
  for (let at = paceAt(pace, person.fromDay) + (atOnce ? 0 : gap()); at < end; at += gap())
    days.push(firstAbove(pace, at));
  return days;
}

/** The store's own time at the start of a day, which may lie between two. */
function paceAt(pace: readonly number[], day: number): number {
  const whole = Math.floor(day);
  const before = pace[whole - 1] ?? 0;
  return before + ((pace[whole] ?? before) - before) * (day - whole);
}

/** Takes visits of others than Amal out, at random, until `most` are left. */
function thin(random: Random, visits: Visit[], most: number): void {
  for (let tries = 0; visits.length > most && tries < most * 20 + 100; tries++) {
    const i = random.integer(0, visits.length - 1);
    if (visits[i]?.customer === 0) continue;
    visits[i] = visits.at(-1) as Visit;
    visits.pop();
  }
}

const payments = ['mada', 'apple_pay', 'card', 'cash'] as const;
const tillPayments = cumulate([50, 24, 12, 14]);
const onlinePayments = cumulate([42, 38, 20]);
const carriers = ['SMSA', 'Aramex', 'SPL'] as const;

function makeSale(
  random: Random,
  visit: Visit,
  basket: readonly BasketLine[],
  index: number,
  until: Date,
): DemoSale {
  const ageDays = (until.getTime() - visit.at) / (24 * hourMs);
  const method = random.weighted(visit.online ? onlinePayments : tillPayments);
  return {
    sourceId: `Z-${100_001 + index}`,
    at: new Date(visit.at),
    customer: visit.customer,
    location: visit.online ? onlineShop : visit.habits.branch,
    channel: visit.online ? (visit.habits.usesApp && random.chance(0.8) ? 'app' : 'web') : 'till',
    status: !visit.online ? 'completed' : ageDays > 3 ? 'delivered' : ageDays > 1 ? 'shipped' : 'paid',
    lines: basket.map(({ product, quantity }) => ({
      sku: product.sku,
      name: product.name,
      category: product.category,
      quantity,
      unitPrice: product.price,
      discount: random.chance(0.11) ? discountOf(product.price * quantity, random.pick([5, 10, 15])) : 0,
    })),
    payment: payments[method] ?? 'mada',
    carrier: visit.online ? random.pick(carriers) : null,
  };
}

/** A discount of so many per cent, down to a quarter riyal. */
function discountOf(amount: number, percent: number): number {
  return Math.floor((amount * percent) / 100 / 25) * 25;
}

export function totalOf(sale: Pick<DemoSale, 'lines'>): number {
  return sale.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice - line.discount, 0);
}

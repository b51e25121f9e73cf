import type { CallOf, contract } from '@wafa/contract';
import { offerCreate } from '@wafa/contract';
import * as occasions from '../modules/occasions/index.ts';
import * as offers from '../modules/offers/index.ts';
import type { Work } from './load.ts';

type NewOffer = CallOf<typeof contract.offers.create>;

/** Kept by key, so that a demo begun twice has each once. */
const demoOffers: readonly (NewOffer & { key: string })[] = [
  {
    key: 'coffee-15',
    name: { en: '15% off coffee', ar: 'خصم ١٥٪ على القهوة' },
    description: {
      en: 'Beans, ground coffee and capsules, until the end of the month after next.',
      ar: 'البن والقهوة المطحونة والكبسولات، حتى نهاية الشهر بعد القادم.',
    },
    benefit: { kind: 'percent', percentBp: 1500, cap: 5_000 },
    scope: { kind: 'categories', categories: ['coffee'] },
    limits: { perCustomerPerDay: 1 },
  },
  {
    key: 'dates-2-1',
    name: { en: 'Buy two sweets, get one', ar: 'اشترِ صنفين من الحلويات والثالث هدية' },
    benefit: { kind: 'buy_get', buy: 2, get: 1, times: 2 },
    scope: { kind: 'categories', categories: ['dates'] },
    stacking: { group: 'sweets' },
  },
  {
    key: 'gold-double',
    name: { en: 'Double points for gold and platinum', ar: 'نقاط مضاعفة للفئتين الذهبية والبلاتينية' },
    benefit: { kind: 'points_multiplier', percent: 200 },
    audience: { kind: 'tiers', tiers: ['gold', 'platinum'] },
    weekdays: [4, 5, 6],
  },
  {
    key: 'thanks-50',
    name: { en: '50 riyals for our best customers', ar: '٥٠ ريالًا لأفضل عملائنا' },
    description: { en: 'On a basket of 300 riyals or more.', ar: 'على سلة بقيمة ٣٠٠ ريال أو أكثر.' },
    benefit: { kind: 'amount', amount: 5_000 },
    audience: { kind: 'segments', segments: ['vip', 'frequent'] },
    minimumBasket: 30_000,
    limits: { total: 500, perCustomer: 1 },
    budget: { money: 2_000_000 },
    claimNeeded: true,
    claimDays: 30,
    holdoutPercent: 10,
  },
];

/** Weeks that the offers have been running. */
const runsForMs = 21 * 86_400_000;
const lastsForMs = 60 * 86_400_000;

/** Gives the demo store its offers and the way it celebrates birthdays and days of joining. */
export async function loadEngagement(work: Work, until: Date): Promise<void> {
  const since = new Date(until.getTime() - runsForMs);
  const endsAt = new Date(until.getTime() + lastsForMs).toISOString();
  await work(since, async (ctx) => {
    const page = { page: 1, limit: 100, sortBy: 'createdAt', sortOrder: 'asc' } as const;
    const { offers: there } = await offers.list(ctx, page);
    const known = new Set(there.map(({ key }) => key));
    for (const offer of demoOffers.filter(({ key }) => !known.has(key))) {
      const made = await offers.create(ctx, offerCreate.parse({ ...offer, endsAt }));
      await offers.setStatus(ctx, { offerId: made.id, status: 'active' });
    }
    await occasions.updateKind(ctx, {
      kind: 'birthday',
      messageDaysBefore: 3,
      gifts: [
        { tier: null, gift: { type: 'points', points: 200 } },
        { tier: 'gold', gift: { type: 'points', points: 400 } },
        { tier: 'platinum', gift: { type: 'points', points: 600 } },
      ],
    });
    await occasions.updateKind(ctx, {
      kind: 'anniversary',
      gifts: [{ tier: null, gift: { type: 'points', points: 100 } }],
    });
  });
}

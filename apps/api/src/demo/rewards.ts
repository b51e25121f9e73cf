import type { CallOf, loyaltyRewardsContract as contract } from '@wafa/contract';
import { rewardCreate } from '@wafa/contract';
import * as loyalty from '../modules/loyalty/index.ts';
import type { Ctx } from '../platform/context.ts';
import type { Work } from './load.ts';
import { customerKey } from './people.ts';

type NewReward = CallOf<typeof contract.createReward>;

const partnerCodes = Array.from({ length: 40 }, (_, n) => `NOUR-${String(4_100 + n * 37)}`);

const rewards: readonly NewReward[] = [
  {
    name: { en: '5 riyals off', ar: 'خصم ٥ ريالات' },
    description: {
      en: 'On any purchase, in the shop or online.',
      ar: 'على أي عملية شراء، في الفرع أو عبر الإنترنت.',
    },
    pointsCost: 500,
    rewardType: 'discount_fixed',
    rewardValue: 500,
  },
  {
    name: { en: 'Free delivery', ar: 'توصيل مجاني' },
    description: { en: 'For one order of the online shop.', ar: 'لطلب واحد من المتجر الإلكتروني.' },
    pointsCost: 300,
    rewardType: 'free_shipping',
    returnsPoints: true,
  },
  {
    name: { en: 'Sukkari dates, 1 kg', ar: 'تمر سكري، ١ كغ' },
    description: {
      en: 'Handed out at the branches while there are some.',
      ar: 'تُسلَّم في الفروع حتى نفاد الكمية.',
    },
    pointsCost: 800,
    rewardType: 'free_product',
    sku: 'DAT-002',
    stock: 60,
    lowStockAt: 10,
    perCustomer: 2,
  },
  {
    name: { en: '15% off', ar: 'خصم ١٥٪' },
    description: { en: 'For gold and platinum members.', ar: 'لأعضاء الفئتين الذهبية والبلاتينية.' },
    pointsCost: 1_200,
    rewardType: 'discount_percent',
    rewardValue: 15,
    tiers: ['gold', 'platinum'],
  },
  {
    name: { en: 'Cinema ticket', ar: 'تذكرة سينما' },
    description: { en: 'A code of our partner for one seat.', ar: 'رمز من شريكنا لمقعد واحد.' },
    pointsCost: 1_500,
    rewardType: 'partner_code',
    lowStockAt: 5,
    codeDays: 90,
  },
  {
    name: { en: 'Gift card, 50 riyals', ar: 'بطاقة هدية بقيمة ٥٠ ريالًا' },
    pointsCost: 5_000,
    rewardType: 'gift_card',
    rewardValue: 5_000,
    codeDays: 365,
  },
];

/** Customers who try a redemption, the first being Amal; who lacks the points goes without. */
const tries = 40;
const dayMs = 86_400_000;

/**
 * Gives the demo store a catalogue, and some of its customers redemptions in the weeks before `until`, of
 * which two in three were used. Whatever was made before stays as it is.
 * @param ids customers by their keys
 */
export async function loadRewards(work: Work, until: Date, ids: ReadonlyMap<string, string>): Promise<void> {
  const made = await work(new Date(until.getTime() - 60 * dayMs), openCatalogue);
  for (let n = 0; n < tries; n++) {
    const customerId = ids.get(customerKey(n));
    const rewardId = made[n % made.length];
    if (!customerId || !rewardId) continue;
    const at = new Date(until.getTime() - (1 + ((n * 7) % 28)) * dayMs);
    await work(at, async (ctx) => {
      const offers = await loyalty.availableRewards(ctx, customerId, rewards.length);
      const transactionId = `demo-reward-${n}`;
      if (!offers.some((offer) => offer.id === rewardId && offer.affordable)) return;
      const { redemption } = await loyalty.redeem(ctx, { customerId, rewardId, transactionId });
      if (n % 3 !== 0 && redemption.status === 'issued')
        await loyalty.useRedemption(ctx, { redemption: redemption.id, source: 'demo' });
    });
  }
}

/** Ids of the catalogue's rewards, in its order. */
async function openCatalogue(ctx: Ctx): Promise<string[]> {
  const page = { page: 1, limit: 100, archived: false, sortBy: 'position', sortOrder: 'asc' } as const;
  const { rewards: there } = await loyalty.listRewards(ctx, page);
  if (there.length > 0) return there.map(({ id }) => id);
  const ids: string[] = [];
  for (const reward of rewards) {
    const { id, rewardType } = await loyalty.createReward(ctx, rewardCreate.parse(reward));
    if (rewardType === 'partner_code')
      await loyalty.addPartnerCodes(ctx, { rewardId: id, codes: partnerCodes });
    ids.push(id);
  }
  return ids;
}

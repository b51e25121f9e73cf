import type { OfferTrial, OfferTrialInput } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as orders from '../../orders/index.ts';
import * as settings from '../../settings/index.ts';
import { both } from '../present.ts';
import { obstacleWords } from '../words.ts';
import { effectsOf } from './rules/combine.ts';
import { basketObstacle } from './rules/eligibility.ts';
import type { BasketLine } from './rules/types.ts';

/**
 * What terms do to a basket, for whoever is writing them: the arithmetic of `apply` for one offer alone, without
 * customer, dates, limits, budget and other offers. Refuses a basket whose total cannot be carried.
 */
export async function tryTerms(ctx: Ctx, { terms, lines: sent }: OfferTrialInput): Promise<OfferTrial> {
  const { currency, currencyExponent } = await settings.store(ctx);
  const totals = orders.totalsOf(sent);
  if (!totals.ok) {
    throw totals.problem === 'discount'
      ? new AppError('validation', { field: `lines.${totals.line}.discount` })
      : new AppError('amount_too_large', { field: `lines.${totals.line}` });
  }
  const unit = 10 ** currencyExponent;
  const lines = sent.map(({ sku, category = null, quantity }, place): BasketLine => {
    const total = totals.lines[place] as number;
    return { sku, category, quantity, total, points: Math.floor(total / unit) };
  });
  const lacking = basketObstacle(terms, lines);
  const [effect] = lacking ? [] : effectsOf([alone(terms)], lines);
  const { benefit } = terms;
  const before = lines.reduce((sum, { total }) => sum + total, 0);
  const discount = effect?.discount ?? 0;
  return {
    lines: lines.map(({ total }, place) => {
      const offers = effect?.shares[place] ?? 0;
      return { lineNo: place + 1, before: total, offers, total: total - offers };
    }),
    before,
    discount,
    total: before - discount,
    bonusPoints: effect?.points ?? 0,
    gift:
      effect && benefit.kind === 'gift'
        ? { sku: benefit.sku ?? null, name: both(benefit.name), quantity: effect.gifts }
        : null,
    obstacle: lacking
      ? { kind: lacking.obstacle, reason: obstacleWords(lacking.obstacle, lacking.missing, currency) }
      : null,
  };
}

/** Terms without a name, a budget or anything that they could stack with. */
const alone = (terms: OfferTrialInput['terms']) => ({
  offerId: '',
  key: '',
  terms: { ...terms, stacking: { exclusive: false, priority: 0 } },
  moneyLeft: null,
  pointsLeft: null,
});

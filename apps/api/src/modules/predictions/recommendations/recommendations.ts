import type {
  InputOf,
  Language,
  OutputOf,
  predictionsContract,
  RecommendationKind,
  RecommendedProduct,
} from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import { readModels } from '../models/sql.ts';
import { said } from '../reasons.ts';
import { whyUnscored } from '../scores/prediction.ts';
import { readScore, readUnscored } from '../scores/sql.ts';
import { type RecommendedRow, readRecommended } from './sql.ts';

type Contract = (typeof predictionsContract)['recommendations'];

/** Products for a customer that can be bought now, each with the reason why it stands there. */
export async function recommendations(ctx: Ctx, input: InputOf<Contract>): Promise<OutputOf<Contract>> {
  const customerId = await customers.require(ctx, input.customerId);
  const rows = await readRecommended(ctx.tx, ctx.storeId, customerId);
  const listOf = (kind: RecommendationKind) =>
    (input.kind ?? kind) === kind
      ? rows
          .filter((row) => row.kind === kind)
          .slice(0, input.limit)
          .map((row, at) => shown(ctx.language, row, at + 1))
      : [];
  const discover = listOf('discover');
  const buyAgain = listOf('buy_again');
  const isEmpty = discover.length === 0 && buyAgain.length === 0;
  return {
    madeAt: rows[0]?.madeAt.toISOString() ?? null,
    discover,
    buyAgain,
    reason: isEmpty ? await whyNone(ctx, customerId) : null,
  };
}

async function whyNone(ctx: Ctx, customerId: string) {
  const score = await readScore(ctx.tx, ctx.storeId, customerId);
  if (!score?.recalculationId)
    return said(ctx.language, whyUnscored(await readUnscored(ctx.tx, ctx.storeId, customerId)));
  const models = await readModels(ctx.tx, ctx.storeId, score.recalculationId);
  return said(ctx.language, models.find(({ kind }) => kind === 'discover')?.reason ?? 'nothing_to_offer');
}

function shown(language: Language, row: RecommendedRow, rank: number): RecommendedProduct {
  const { kind, becauseSku, becauseName, becauseNameAr, madeAt: _, ...product } = row;
  const because =
    becauseSku !== null && becauseName !== null
      ? { sku: becauseSku, name: becauseName, nameAr: becauseNameAr }
      : null;
  const named = because && language === 'ar' ? (because.nameAr ?? because.name) : because?.name;
  const why = kind === 'buy_again' ? 'again' : because ? 'because' : 'popular';
  return {
    rank,
    ...product,
    because,
    message: translate(language, `prediction.recommended.${why}`, { product: named }),
  };
}

import type { InputOf, OutputOf, PredictionModelReply, predictionsContract } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import * as settings from '../../settings/index.ts';
import { said } from '../reasons.ts';
import { type ModelRow, readCurrentModels, readHistory } from './sql.ts';

type Contract = typeof predictionsContract;

/** The models of the latest recalculation that came to its end, in the order in which they are made. */
export async function models(ctx: Ctx): Promise<OutputOf<Contract['models']>> {
  const rows = await readCurrentModels(ctx.tx, ctx.storeId);
  const order = ['purchases', 'spend', 'churn', 'discover', 'buy_again'];
  rows.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return { models: rows.map((row) => shown(ctx, row)) };
}

/** Models of one kind, newest first. */
export async function modelHistory(
  ctx: Ctx,
  input: InputOf<Contract['modelHistory']>,
): Promise<OutputOf<Contract['modelHistory']>> {
  const page = settings.pageOf(input);
  const { rows, total } = await readHistory(ctx.tx, ctx.storeId, input.kind, page);
  return { models: rows.map((row) => shown(ctx, row)), ...settings.pageFacts(page, total) };
}

function shown(ctx: Ctx, row: ModelRow): PredictionModelReply {
  return { ...row, reason: said(ctx.language, row.reason), fittedAt: row.fittedAt.toISOString() };
}

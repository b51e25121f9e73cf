import type { InputOf, OutputOf, segmentsContract } from '@wafa/contract';
import { issueMessage } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { bookOf } from '../definitions/book.ts';
import { segmentsOf } from '../members/customer.ts';
import { changeMembers } from '../members/manual.ts';
import { knownKind } from '../members/members.ts';
import { afterChange } from './evaluate.ts';
import { request, showEvaluation } from './run.ts';
import { listEvaluations, readEvaluation } from './sql.ts';

type Contract = typeof segmentsContract;
type Update = OutputOf<Contract['update']>;

const nothing: Update = { evaluation: null, customer: null, members: null };

/**
 * Evaluates one customer at once, or all (of one segment) by a job; or changes a manual segment.
 * @throws AppError not_found, segment_not_manual, segment_archived, customer_closed
 */
export async function update(ctx: Ctx, input: InputOf<Contract['update']>): Promise<Update> {
  const { customerId, segment, add = [], remove = [], reason } = input;
  if (add.length + remove.length > 0) {
    if (segment === undefined)
      throw new AppError('validation', {
        errors: [{ field: 'segment', message: issueMessage(ctx.language, { message: 'required' }) }],
      });
    return { ...nothing, members: await changeMembers(ctx, { key: segment, add, remove, reason }) };
  }
  if (customerId !== undefined) {
    const id = await customers.require(ctx, customerId, { open: true });
    await afterChange(ctx, [id]);
    return { ...nothing, customer: await segmentsOf(ctx, id) };
  }
  const kind = segment === undefined ? undefined : knownKind(await bookOf(ctx), segment);
  const only = kind === 'dynamic' && segment !== undefined ? segment : null;
  const cause = only === null ? 'full' : 'edit';
  return { ...nothing, evaluation: await request(ctx, { cause, segment: only, isChange: false }) };
}

/** Evaluations of the store, newest first. */
export async function evaluations(
  ctx: Ctx,
  input: InputOf<Contract['evaluations']>,
): Promise<OutputOf<Contract['evaluations']>> {
  const page = settings.pageOf(input);
  const { rows, total } = await listEvaluations(ctx.tx, ctx.storeId, page);
  return { evaluations: rows.map(showEvaluation), ...settings.pageFacts(page, total) };
}

/** @throws AppError not_found */
export async function evaluation(
  ctx: Ctx,
  { evaluationId }: InputOf<Contract['evaluation']>,
): Promise<OutputOf<Contract['evaluation']>> {
  const row = await readEvaluation(ctx.tx, ctx.storeId, evaluationId);
  if (!row) throw new AppError('not_found', { field: 'evaluationId' });
  return showEvaluation(row);
}

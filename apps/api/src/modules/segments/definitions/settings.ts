import type { InputOf, OutputOf, SegmentNumbers, segmentsContract } from '@wafa/contract';
import { issueMessage } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { request } from '../evaluation/run.ts';
import { forgetBook } from './book.ts';
import { lockDefinitions, readSettings, type SettingsRow, writeSettings } from './sql.ts';
import { contradictions, defaultNumbers } from './system.ts';

type Contract = typeof segmentsContract;

/** The numbers of the built-in segments. */
export async function numbers(ctx: Ctx): Promise<OutputOf<Contract['settings']>> {
  return shown(await readSettings(ctx.tx, ctx.storeId));
}

/**
 * Changes numbers of the built-in segments; everybody is evaluated again by a job.
 * @throws AppError conflict, validation (numbers that contradict one another)
 */
export async function changeNumbers(
  ctx: Ctx,
  input: InputOf<Contract['changeSettings']>,
): Promise<OutputOf<Contract['changeSettings']>> {
  await lockDefinitions(ctx.tx, ctx.storeId);
  const before = await readSettings(ctx.tx, ctx.storeId);
  const { version, ...given } = input;
  if (version !== undefined && version !== before.version)
    throw new AppError('conflict', { field: 'version' });
  const changes = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<SegmentNumbers>;
  const row = { numbers: { ...before.numbers, ...changes }, version: before.version + 1, updatedAt: ctx.now };
  const wrong = contradictions({ ...defaultNumbers, ...row.numbers });
  if (wrong.length > 0)
    throw new AppError('validation', {
      errors: wrong.map((field) => ({
        field,
        message: issueMessage(ctx.language, { message: 'numbers_order' }),
      })),
    });
  await writeSettings(ctx.tx, ctx.storeId, row);
  ctx.audit({
    action: 'segments.changeSettings',
    entity: 'segment_settings',
    entityId: ctx.storeId,
    fields: Object.keys(changes),
    before: { ...defaultNumbers, ...before.numbers },
    after: changes,
  });
  forgetBook(ctx);
  const evaluation = await request(ctx, { cause: 'full', segment: null, isChange: true });
  return { ...shown(row), evaluation };
}

function shown({ numbers, version, updatedAt }: SettingsRow): OutputOf<Contract['settings']> {
  return {
    ...defaultNumbers,
    ...numbers,
    version,
    defaults: defaultNumbers,
    updatedAt: updatedAt?.toISOString() ?? null,
  };
}

/**
 * Fields of the store's own. Values stand in the customer by key. A key without a definition takes any text,
 * number or yes/no; from the definition on, what is given is checked, and what stands stays until changed.
 */
import type { CustomField, customersProfileContract, InputOf, OutputOf } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { type FieldValues, fieldFaults, fieldLimit } from './rules.ts';
import { deleteField, findFields, insertField, lockField, updateField } from './sql.ts';

type Contract = typeof customersProfileContract;

export async function fields(ctx: Ctx): Promise<OutputOf<Contract['fields']>> {
  return { fields: await findFields(ctx.tx, ctx.storeId) };
}

/** @throws AppError code_taken, too_many_custom_fields */
export async function addField(ctx: Ctx, input: InputOf<Contract['addField']>): Promise<CustomField> {
  const known = await findFields(ctx.tx, ctx.storeId);
  if (known.some(({ key }) => key === input.key)) throw new AppError('code_taken', { field: 'key' });
  if (known.length >= fieldLimit)
    throw new AppError('too_many_custom_fields', { params: { max: fieldLimit } });
  const position = input.position ?? Math.min(1000, Math.max(-1, ...known.map((one) => one.position)) + 1);
  const field = { ...input, position, archived: false };
  await insertField(ctx.tx, ctx.storeId, ctx.now, field);
  remember(ctx, 'addField', field.key, { after: field });
  return field;
}

/** @throws AppError not_found, validation where choices do not fit the type */
export async function changeField(ctx: Ctx, input: InputOf<Contract['changeField']>): Promise<CustomField> {
  const before = await lockField(ctx.tx, ctx.storeId, input.key);
  if (!before) throw new AppError('not_found', { field: 'key' });
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const after: CustomField = { ...before, ...Object.fromEntries(given) };
  if ((after.type === 'choice') !== after.choices.length > 0) {
    const message = translate(ctx.language, 'validation.choices_for_choice');
    throw new AppError('validation', { errors: [{ field: 'choices', message }] });
  }
  await updateField(ctx.tx, ctx.storeId, ctx.now, after);
  remember(ctx, 'changeField', after.key, { before, after });
  return after;
}

/** @throws AppError not_found */
export async function removeField(
  ctx: Ctx,
  input: InputOf<Contract['removeField']>,
): Promise<OutputOf<Contract['removeField']>> {
  const removed = await deleteField(ctx.tx, ctx.storeId, input.key);
  if (!removed) throw new AppError('not_found', { field: 'key' });
  remember(ctx, 'removeField', input.key, {});
  return { removed };
}

function remember(
  ctx: Ctx,
  verb: string,
  key: string,
  { before, after }: { before?: CustomField; after?: CustomField },
): void {
  ctx.audit({
    action: `customers.${verb}`,
    entity: 'customer_field',
    entityId: key,
    before: before && { ...before },
    after: after && { ...after },
  });
}

/** Throws `validation` where the values break the store's definitions; `before` as in `fieldFaults`. */
export async function checkFields(ctx: Ctx, values: FieldValues, before?: FieldValues): Promise<void> {
  const errors = fieldFaults(values, await findFields(ctx.tx, ctx.storeId), ctx.language, before);
  if (errors.length > 0) throw new AppError('validation', { errors });
}

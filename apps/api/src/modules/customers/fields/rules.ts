import { type CustomField, day, type Language } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { FieldError } from '../../../platform/errors.ts';

export type FieldValues = Readonly<Record<string, string | number | boolean | null>>;

/** The most fields that a store defines; a customer has room for as many values. */
export const fieldLimit = 50;

/**
 * What is wrong with these values, each with the field's name in the caller's language. Keys without a
 * definition take anything.
 * @param values all that the customer would have
 * @param before what stands, where this is a change: a required field that was empty may stay so, and a value
 * may stay although its field is archived or its choice gone
 */
export function fieldFaults(
  values: FieldValues,
  definitions: readonly CustomField[],
  language: Language,
  before?: FieldValues,
): FieldError[] {
  return definitions.flatMap((field) => {
    const fault = faultOf(field, values[field.key], before);
    if (!fault) return [];
    const message = `${field.name[language]}: ${translate(language, `validation.${fault}`)}`;
    return [{ field: `customFields.${field.key}`, message }];
  });
}

type Value = FieldValues[string] | undefined;

function faultOf(field: CustomField, value: Value, before: FieldValues | undefined): string | undefined {
  if (isEmpty(value)) {
    const isMissed = isNeeded(field) && !(before && isEmpty(before[field.key]));
    return isMissed ? 'required' : undefined;
  }
  if (value === before?.[field.key]) return undefined;
  return field.archived ? 'field_archived' : typeFault(field, value);
}

const isEmpty = (value: Value): value is undefined | null | '' =>
  value === undefined || value === null || value === '';
const isNeeded = (field: CustomField) => field.required && !field.archived;

function typeFault({ type, choices }: CustomField, value: string | number | boolean): string | undefined {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? undefined : 'invalid';
    case 'number':
      return typeof value === 'number' ? undefined : 'number';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'choice';
    case 'date':
      return day.safeParse(value).success ? undefined : 'date';
    case 'choice':
      return typeof value === 'string' && choices.includes(value) ? undefined : 'choice';
  }
}

import { createHash } from 'node:crypto';
import type { CustomField, ImportMapping } from '@wafa/contract';
import type { NewCustomer } from '../profile/bulk.ts';
import { type Cell, choiceOf, countryOf, dayOf, flagOf, listOf, plainOf, textOf } from './values.ts';

/** How rows become customers. */
export interface Plan {
  mapping: ImportMapping;
  /** Name of the system the customers come from; with a row's id in it, a customer is made once. */
  source: string;
  definitions: readonly CustomField[];
}

/** Cells by the names of their columns. */
export type Row = Readonly<Record<string, Cell>>;

/** A row read: the customer to make, or the field that cannot be read and the sentence's key. */
export type ReadRow = { customer: NewCustomer } | { field: string; message: string };

/**
 * Reads a row. What is only unusual is put right (digits, dates, words of both languages); what is wrong is
 * left for the checks of `createMany`, so that a file and the API are refused for the same reasons.
 */
export function readRow(row: Row, { mapping, source, definitions }: Plan): ReadRow {
  const cell = (field: string): Cell => {
    const column = mapping[field];
    return column === undefined ? undefined : row[column];
  };
  const marketing = {
    email: flagOf(cell('marketingEmail')),
    sms: flagOf(cell('marketingSms')),
    push: flagOf(cell('marketingPush')),
    inApp: flagOf(cell('marketingInApp')),
  };
  const badChannel = Object.entries(marketing).find(([, value]) => value === 'bad');
  if (badChannel) return { field: `communicationPreferences.${badChannel[0]}`, message: 'choice' };
  const createdAt = joinedAt(cell('createdAt'));
  if (createdAt === 'bad') return { field: 'createdAt', message: 'date' };
  const email = textOf(cell('email'));
  const phone = plainOf(cell('phone'));
  const customer = {
    ...namesOf(cell),
    email,
    phone,
    type: choiceOf('type', cell('type')),
    status: choiceOf('status', cell('status')),
    companyName: textOf(cell('companyName')),
    taxNumber: textOf(cell('taxNumber')),
    birthday: dayOf(cell('birthday')),
    language: choiceOf('language', cell('language')),
    tags: listOf(cell('tags')),
    preferredCategories: listOf(cell('preferredCategories')),
    communicationPreferences: marketing,
    customFields: customFieldsOf(cell, mapping, definitions),
    address: addressOf(cell),
    source,
    sourceId: textOf(cell('sourceId')) ?? email?.toLowerCase() ?? phone ?? digestOf(row),
    createdAt,
  };
  return { customer: customer as NewCustomer };
}

type CellOf = (field: string) => Cell;

const arabic = /\p{Script=Arabic}/u;

/** Names from whichever columns there are; a full name is cut after its first word. */
function namesOf(cell: CellOf) {
  const [first = '', ...rest] = (textOf(cell('name')) ?? '').split(/\s+/);
  const isArabic = arabic.test(first);
  const firstNameAr = textOf(cell('firstNameAr')) ?? (isArabic ? first : undefined);
  const lastNameAr = textOf(cell('lastNameAr')) ?? ((isArabic && rest.join(' ')) || undefined);
  const firstName = textOf(cell('firstName')) || first || firstNameAr || textOf(cell('companyName'));
  const lastName = textOf(cell('lastName')) ?? rest.join(' ');
  return {
    firstName,
    lastName: lastName || (firstName === firstNameAr ? lastNameAr : undefined),
    firstNameAr,
    lastNameAr,
  };
}

function addressOf(cell: CellOf) {
  const address = {
    street1: textOf(cell('street1')),
    street2: textOf(cell('street2')),
    city: textOf(cell('city')),
    state: textOf(cell('state')),
    postalCode: plainOf(cell('postalCode')),
    country: countryOf(cell('country')),
  };
  // A country alone says where the customer is, and is no address.
  const { country, ...rest } = address;
  return Object.values(rest).some((value) => value !== undefined) ? { ...rest, country } : undefined;
}

function customFieldsOf(cell: CellOf, mapping: ImportMapping, definitions: readonly CustomField[]) {
  const types = new Map(definitions.map(({ key, type }) => [key, type]));
  const values: Record<string, string | number | boolean> = {};
  for (const name of Object.keys(mapping)) {
    if (!name.startsWith('custom.')) continue;
    const key = name.slice('custom.'.length);
    const value = customValueOf(cell(name), types.get(key));
    if (value !== undefined) values[key] = value;
  }
  return values;
}

function customValueOf(
  cell: Cell,
  type: CustomField['type'] | undefined,
): string | number | boolean | undefined {
  const text = textOf(cell);
  if (text === undefined) return undefined;
  if (type === 'number') {
    const number = Number(plainOf(cell));
    return Number.isFinite(number) ? number : text;
  }
  if (type === 'boolean') {
    const flag = flagOf(cell);
    return flag === 'bad' ? text : flag;
  }
  if (type === 'date') return dayOf(cell);
  return type === undefined && typeof cell !== 'string' ? (cell ?? undefined) : text;
}

function joinedAt(cell: Cell): Date | undefined | 'bad' {
  const text = plainOf(cell);
  if (text === undefined) return undefined;
  const day = dayOf(text) ?? '';
  const at = new Date(/[T ]\d/.test(text) ? text : `${day}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1900 ? 'bad' : at;
}

/** Who has neither an id nor an e-mail nor a phone is known again by the row itself. */
function digestOf(row: Row): string {
  const cells = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  return `row:${createHash('sha256').update(JSON.stringify(cells)).digest('base64url').slice(0, 32)}`;
}

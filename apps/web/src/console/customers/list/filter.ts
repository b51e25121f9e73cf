import {
  type CustomerColumn,
  type CustomerView,
  customerColumn,
  customerFilter,
  type customersContract,
  type InputOf,
} from '@wafa/contract';

const narrowing = customerFilter.omit({ page: true, limit: true, cursor: true }).partial();

/** Filters and order of the list, as the API takes them. */
export type Narrowing = Partial<Omit<InputOf<typeof customersContract.list>, 'page' | 'limit' | 'cursor'>>;

/** Columns that the list can show beside the name, in their order. */
export const listColumns = [
  'phone',
  'tier',
  'tags',
  'segment',
  'loyaltyPoints',
  'totalSpent',
  'totalOrders',
  'lastVisitAt',
  'createdAt',
  'status',
] as const satisfies readonly CustomerColumn[];
export type ListColumn = (typeof listColumns)[number];

const usualColumns: readonly ListColumn[] = ['phone', 'tier', 'loyaltyPoints', 'totalSpent', 'lastVisitAt'];

/** What the address filters by, under the API's own names; what cannot be read is left out. */
export function filterOf(values: Readonly<Record<string, string>>): Narrowing {
  const found = Object.entries(narrowing.shape).flatMap(([name, schema]) => {
    if (values[name] === undefined) return [];
    const { success, data } = schema.safeParse(values[name]);
    return success && data !== undefined ? [[name, data]] : [];
  });
  return Object.fromEntries(found) as Narrowing;
}

/** Whether anything but an order is asked for. */
export function isFiltered(filter: Narrowing): boolean {
  return Object.keys(filter).some((name) => !['sortBy', 'sortOrder', 'match'].includes(name));
}

/** The columns that the address names, or the usual ones. */
export function columnsOf(values: Readonly<Record<string, string>>): readonly ListColumn[] {
  const named = values.columns?.split(',');
  return named ? listColumns.filter((column) => named.includes(column)) : usualColumns;
}

/** The columns of a saved view or an export: the name's, then those that are shown. */
export function columnsToSave(shown: readonly ListColumn[]): CustomerColumn[] {
  const all: CustomerColumn[] = ['cardNumber', 'firstName', 'lastName', 'firstNameAr', 'lastNameAr'];
  for (const column of shown) all.push(...(column === 'phone' ? (['phone', 'email'] as const) : [column]));
  return customerColumn.array().parse(all);
}

/** Everything that a filter or view can set in the address, emptied: what a view does not set is not kept. */
export const cleared: Readonly<Record<string, null>> = Object.fromEntries(
  [...Object.keys(narrowing.shape), 'columns'].map((name) => [name, null]),
);

/** The address of a saved view. */
export function addressOf(view: CustomerView): Record<string, string | number | null> {
  const filter = Object.entries(view.filter).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : value,
  ]);
  return {
    ...cleared,
    ...Object.fromEntries(filter),
    sortBy: view.sortBy,
    sortOrder: view.sortOrder,
    columns: listColumns.filter((column) => view.columns.includes(column)).join(','),
  };
}

import type { Product } from '@wafa/contract';
import type { ProductRow } from './sql.ts';

/** Text as a literal part of a LIKE pattern. */
export function escapeLike(value: string): string {
  return value.replace(/[\\%_]/g, '\\$&');
}

/** The page that a cursor of the product list names; undefined where it is none. */
export function pageOfCursor(cursor: string): number | undefined {
  return /^p[1-9]\d{0,5}$/.test(cursor) ? Number(cursor.slice(1)) : undefined;
}

export function cursorOfPage(page: number): string {
  return `p${page}`;
}

export function toProduct(row: ProductRow): Product {
  return { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}

/** Which fields differ between two states of a product, the time of change apart. */
export function changedFields(before: ProductRow, after: ProductRow): (keyof ProductRow)[] {
  return (Object.keys(after) as (keyof ProductRow)[]).filter(
    (field) => field !== 'updatedAt' && after[field] !== before[field],
  );
}

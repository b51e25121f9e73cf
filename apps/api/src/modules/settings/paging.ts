import { AppError } from '../../platform/errors.ts';

/** What every list of this module takes: short lists, so the cursor is the number of the next page. */
export interface PageInput {
  page: number;
  limit: number;
  cursor?: string;
}

export interface PageOf {
  page: number;
  limit: number;
  offset: number;
}

/** Page, limit and offset of a request. Throws `cursor_invalid`. */
export function pageOf(input: PageInput): PageOf {
  if (input.cursor !== undefined && !/^[1-9]\d{0,5}$/.test(input.cursor))
    throw new AppError('cursor_invalid', { field: 'cursor' });
  const page = input.cursor === undefined ? input.page : Number(input.cursor);
  return { page, limit: input.limit, offset: (page - 1) * input.limit };
}

/** The facts of the page that go beside its items. */
export function pageFacts(page: PageOf, total: number) {
  const totalPages = Math.ceil(total / page.limit);
  return {
    total,
    page: page.page,
    limit: page.limit,
    totalPages,
    nextCursor: page.page < totalPages ? String(page.page + 1) : null,
  };
}

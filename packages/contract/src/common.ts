import { z } from 'zod';

/** Languages of the product. */
export const language = z.enum(['ar', 'en']);
export type Language = z.infer<typeof language>;

export const id = z.uuid();

/** A customer named by UUID, by card number (spaces allowed), or `me` for the signed-in customer. */
export const customerRef = z
  .string()
  .trim()
  .transform((value) => value.replace(/[\s-]/g, (mark) => (mark === '-' ? '-' : '')))
  .pipe(z.union([z.uuid(), z.string().regex(/^\d{12}$/), z.literal('me')]))
  .describe('UUID or card number of a customer, or "me"');

/** Largest amount the API takes: 2^53 − 1 minor units, the largest integer that JSON numbers carry exactly. */
export const money = z.int().describe('Integer in minor units of the currency beside it');
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .describe('ISO 4217');

/** An instant, ISO 8601 with an offset. */
export const instant = z.iso.datetime({ offset: true });
/** A calendar date, yyyy-mm-dd. */
export const day = z.iso.date();

/** A name in the store's languages. */
export const label = z.object({ en: z.string(), ar: z.string() });

/** Paging by page number, or by the cursor of the reply before (for lists too long to count past). */
export const paging = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional(),
});

const pageFacts = {
  total: z.int(),
  page: z.int(),
  limit: z.int(),
  totalPages: z.int(),
  nextCursor: z.string().nullable(),
};

/** The shape of every list: `{<items>, total, page, limit, totalPages, nextCursor}`. */
export function listOf<K extends string, T extends z.ZodType>(key: K, item: T) {
  return z.object({ [key]: z.array(item), ...pageFacts } as { [P in K]: z.ZodArray<T> } & typeof pageFacts);
}

/** Text a person types: trimmed, without control characters, at most `max` characters. */
export function text(max: number) {
  return (
    z
      .string()
      .trim()
      .max(max)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point; NUL cannot be stored.
      .refine((value) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Surrogate}]/u.test(value), {
        error: 'control_characters',
      })
  );
}

/** A name: text without the marks that turn the writing direction, which can make one name read as another. */
export function nameText(max: number) {
  return text(max).refine((value) => !/[\u202a-\u202e\u2066-\u2069]/.test(value), {
    error: 'direction_marks',
  });
}

/** A name or a text that the store gives in both of its languages. */
export function bilingual(max: number) {
  return z.object({ en: nameText(max).min(1), ar: nameText(max).min(1) });
}

/** A comma list or an array, as a set of trimmed strings. */
export const commaList = z
  .union([z.string().transform((value) => value.split(',')), z.array(z.string())])
  .transform((values) => [...new Set(values.map((value) => value.trim()).filter(Boolean))]);

/** The envelope of a failure. */
export const failure = z.object({
  success: z.literal(false),
  message: z.string(),
  code: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })),
  requestId: z.string(),
  details: z
    .record(z.string(), z.string())
    .optional()
    .describe('Ids that the caller may know, as of who has an e-mail'),
});
export type Failure = z.infer<typeof failure>;

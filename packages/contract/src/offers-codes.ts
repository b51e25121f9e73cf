/** Single-use codes of an offer. */
import { z } from 'zod';
import { id, instant, listOf, paging, text } from './common.ts';
import { endpoint } from './endpoint.ts';

export const offerCodeRow = z.object({
  code: z.string(),
  state: z.enum(['free', 'claimed', 'redeemed', 'lapsed']),
  customerId: id.nullable(),
  addedAt: instant,
});

const ref = z.object({ offerId: id });

export const offersCodesContract = {
  addCodes: endpoint({
    name: 'offers.addCodes',
    method: 'POST',
    path: '/api/v1/offers/:offerId/codes',
    summary: 'Make single-use codes, or bring own ones',
    caller: 'staff',
    permission: 'offers.edit',
    lane: 'write',
    status: 201,
    params: ref,
    body: z
      .object({
        generate: z.int().min(1).max(10_000).optional(),
        codes: z
          .array(text(30).regex(/^[A-Za-z0-9 -]{4,30}$/))
          .min(1)
          .max(10_000)
          .optional(),
      })
      .refine((body) => (body.generate === undefined) !== (body.codes === undefined), {
        path: ['generate'],
        error: 'generate_or_codes',
      }),
    response: z.object({
      added: z.int(),
      known: z.int().describe('In use by an offer of the store before, or named twice'),
      left: z.int().describe('Codes that nobody has yet'),
    }),
    errors: ['not_found', 'offer_not_of_codes', 'offer_ended'],
  }),
  codes: endpoint({
    name: 'offers.codes',
    method: 'GET',
    path: '/api/v1/offers/:offerId/codes',
    summary: 'Single-use codes of an offer and what became of them',
    caller: 'staff',
    permission: 'offers.edit',
    lane: 'read',
    params: ref,
    query: paging,
    response: listOf('codes', offerCodeRow),
    errors: ['not_found', 'cursor_invalid'],
  }),
  exportCodes: endpoint({
    name: 'offers.exportCodes',
    method: 'GET',
    path: '/api/v1/offers/:offerId/codes/export',
    summary: 'Single-use codes of an offer as a CSV file',
    caller: 'staff',
    permission: 'offers.edit',
    lane: 'stream',
    params: ref,
    response: z.string().describe('CSV, UTF-8, one code a line'),
    errors: ['not_found'],
  }),
};

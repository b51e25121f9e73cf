import { z } from 'zod';
import { day, id, instant, listOf, nameText, paging } from './common.ts';
import { address, addressCoordinates } from './customers-address-book.ts';
import { endpoint, type RawInput } from './endpoint.ts';

/** What staff can decide about an address. */
export const addressDecision = z.enum(['VERIFIED', 'REJECTED']);

/** An address that waits for a decision, with whose it is. */
export const pendingAddress = address.extend({
  customerId: id,
  cardNumber: z.string(),
  customerName: z.string(),
  pendingSince: instant.describe('When the address was entered or last changed'),
});
export type PendingAddress = z.infer<typeof pendingAddress>;

export const decidedAddress = address.extend({ customerId: id });

const pendingFilter = z.object({
  city: nameText(100).optional().describe('Whole name; case and Arabic spelling do not matter'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  olderThanDays: z.coerce.number().int().min(0).max(3650).optional(),
});

const decision = {
  status: addressDecision,
  notes: nameText(1000).optional(),
};

const itemStatus = z.enum(['decided', 'unchanged', 'not_found', 'closed']);

/** The verification of addresses: work list, decisions, figures. */
export const customersAddressesContract = {
  pendingAddresses: endpoint({
    name: 'customers.pendingAddresses',
    method: 'GET',
    path: '/api/v1/customers/addresses/pending-verification',
    aliases: [{ path: '/api/customers/addresses/pending-verification' }],
    summary: 'Addresses that wait for verification, the longest waiting first',
    caller: 'staff',
    permission: 'addresses.verify',
    lane: 'read',
    query: paging.extend(pendingFilter.shape),
    response: listOf('addresses', pendingAddress),
    errors: ['cursor_invalid'],
  }),
  exportPendingAddresses: endpoint({
    name: 'customers.exportPendingAddresses',
    method: 'GET',
    path: '/api/v1/customers/addresses/pending-verification/export',
    summary: 'The work list of addresses as CSV',
    caller: 'staff',
    permission: 'customers.export',
    lane: 'stream',
    query: pendingFilter,
    response: z.string(),
  }),
  verifyAddress: endpoint({
    name: 'customers.verifyAddress',
    method: 'POST',
    path: '/api/v1/customers/addresses/:addressId/verify',
    aliases: [
      {
        path: '/api/customers/addresses/:id/verify',
        toInput: (raw: RawInput) => ({ ...raw, params: { addressId: raw.params.id } }),
      },
    ],
    summary: 'Verify or reject an address',
    description:
      'A decision can be changed by a further one; the same one again changes nothing. Editing the address puts it back to PENDING.',
    caller: 'staff',
    permission: 'addresses.verify',
    lane: 'write',
    params: z.object({ addressId: id }),
    body: z.object({ ...decision, coordinates: addressCoordinates.optional() }),
    response: decidedAddress,
    errors: ['not_found', 'customer_closed'],
  }),
  verifyAddresses: endpoint({
    name: 'customers.verifyAddresses',
    method: 'POST',
    path: '/api/v1/customers/addresses/verify',
    summary: 'Verify or reject up to 500 addresses at once',
    caller: 'staff',
    permission: 'addresses.verify',
    lane: 'write',
    body: z.object({ ids: z.array(id).min(1).max(500), ...decision }),
    response: z.object({
      decided: z.int(),
      results: z.array(z.object({ id, result: itemStatus })),
    }),
  }),
  verificationStats: endpoint({
    name: 'customers.verificationStats',
    method: 'GET',
    path: '/api/v1/customers/addresses/verification-stats',
    aliases: [{ path: '/api/customers/addresses/verification-stats' }],
    summary: 'Addresses by status, and how long decisions took',
    description:
      'Counts are of now. Decisions are those of the days `from` to `to` of the store’s calendar, the last 30 unless said. Waiting is from entering or changing an address to the decision.',
    caller: 'staff',
    permission: 'addresses.verify',
    lane: 'read',
    query: z.object({ from: day.optional(), to: day.optional() }),
    response: z.object({
      counts: z.object({ PENDING: z.int(), VERIFIED: z.int(), REJECTED: z.int() }),
      oldestPendingSince: instant.nullable(),
      from: day,
      to: day,
      decisions: z.int(),
      medianWaitSeconds: z.int().nullable(),
      meanWaitSeconds: z.int().nullable(),
      verifiers: z.array(
        z.object({
          verifiedBy: z.string(),
          verified: z.int(),
          rejected: z.int(),
          medianWaitSeconds: z.int(),
        }),
      ),
      days: z.array(z.object({ day, verified: z.int(), rejected: z.int() })),
    }),
    errors: ['range_invalid'],
  }),
};

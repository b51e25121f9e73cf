/** The Customer ID card, by the customer or as a till finds it. */
import { z } from 'zod';
import { customerRef, id, label, text } from './common.ts';
import { customer, shownStatus } from './customers-details.ts';
import { customerById, endpoint } from './endpoint.ts';

/** What the Customer ID card shows; the same in portal, app, component and wallet pass. */
export const card = z.object({
  customerId: id,
  cardNumber: z.string(),
  cardNumberGrouped: z.string().describe('Grouped by four, for reading aloud'),
  qr: z
    .string()
    .describe('Payload of the static QR: `wafa:1:` and the card number; it identifies and proves nothing'),
  name: z.string(),
  nameAr: z.string().nullable(),
  status: shownStatus,
  tier: z.object({ key: z.string(), name: label }).nullable(),
  store: z.object({ id, name: z.string(), nameAr: z.string().nullable(), color: z.string().nullable() }),
  wallets: z
    .object({ apple: z.boolean(), google: z.boolean() })
    .describe('For which wallets the store makes passes'),
  profile: customer,
});
export type Card = z.infer<typeof card>;

/** A card as a till finds it, and what was shown: a number proves nobody, a rotating code does, once. */
export const lookedUp = card.extend({ proof: z.enum(['rotating', 'static']) });

export const customersLookupContract = {
  card: endpoint({
    name: 'customers.card',
    method: 'GET',
    path: '/api/v1/customers/:customerId/card',
    aliases: [{ path: '/api/customer-id/:id', ...customerById }],
    summary: 'The Customer ID card: number, QR, tier, status, profile',
    caller: 'both',
    permission: 'customers.find',
    lane: 'read',
    params: z.object({ customerId: customerRef }),
    response: card,
    errors: ['not_found'],
  }),
  lookup: endpoint({
    name: 'customers.lookup',
    method: 'GET',
    path: '/api/v1/customers/lookup',
    summary: 'Find one customer at the till, by the exact card number, a scanned QR code or phone',
    description:
      'Staff who may only find customers see e-mail and phone masked. A look-up takes no rotating code and so proves nothing: `proof` is `static`; `customers/card/verify` takes it.',
    caller: 'staff',
    permission: 'customers.find',
    lane: 'read',
    query: z
      .object({ card: text(400).optional(), phone: text(40).optional() })
      .refine((query) => Boolean(query.card) !== Boolean(query.phone), {
        error: 'card_or_phone',
        path: ['card'],
      }),
    response: lookedUp,
    errors: [
      'not_found',
      'phone_invalid',
      'card_code_unreadable',
      'card_other_store',
      'card_not_genuine',
      'card_device_revoked',
      'card_certificate_ended',
      'card_code_stale',
    ],
  }),
};

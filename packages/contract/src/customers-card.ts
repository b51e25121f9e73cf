import { z } from 'zod';
import { customerRef, id, instant, nameText, text } from './common.ts';
import { lookedUp } from './customers-lookup.ts';
import { endpoint } from './endpoint.ts';

/** 8 bytes that name a device, as certificates carry them. */
const device = z.string().regex(/^[0-9a-f]{16}$/);
const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);

/** A P-256 public key as WebCrypto exports it: a JWK, or the point (raw, 65 bytes, or compressed, 33). */
const publicKey = z.union([
  base64url.max(88).describe('The point, base64url'),
  z.object({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: base64url.length(43),
    y: base64url.length(43),
  }),
]);

export const cardDevice = z.object({
  device,
  name: z.string(),
  issuedAt: instant,
  endsAt: instant.describe('Until when the certificate holds; renew before'),
  revokedAt: instant.nullable(),
});
export type CardDevice = z.infer<typeof cardDevice>;

const certified = cardDevice.extend({
  cardNumber: z.string(),
  certificate: base64url.describe('125 bytes, signed by the store; docs/guides/card.md has the layout'),
});

export const cardTrust = z.object({
  store: z.string().describe('First 8 bytes of SHA-256 of the store’s id, hexadecimal'),
  keys: z.array(
    z.object({
      id: z.int(),
      publicKey: z.string().describe('Ed25519, base64url'),
      state: z.enum(['previous', 'current', 'next']),
    }),
  ),
  revoked: z.array(device).describe('Devices whose certificate would still hold'),
  revokedVersion: z.string().describe('Changes with the list'),
  revokedAt: instant.nullable().describe('When the newest of the list was revoked'),
});
export type CardTrust = z.infer<typeof cardTrust>;

const scanned = text(400).describe('The text of the QR code: `WAFA:…`');
const tillId = text(60).min(1);

export const cardScan = z.object({
  device,
  step: z.int().min(0).max(0xffff_ffff).describe('The 30-second step in the code'),
  tillId,
  at: instant.describe('The till’s clock'),
});

/** What became of a scan: `replayed` says that another till had the same code. */
const scanOutcome = z.enum(['recorded', 'repeated', 'replayed', 'unknown', 'refused']);

const verifyErrors = [
  'card_code_unreadable',
  'card_other_store',
  'card_not_genuine',
  'card_device_revoked',
  'card_certificate_ended',
  'card_code_stale',
] as const;

const ref = z.object({ customerId: customerRef });
const deviceRef = ref.extend({ device });

/** The rotating code of the Customer ID card, and the card in wallets. */
export const customersCardContract = {
  registerCardDevice: endpoint({
    name: 'customers.registerCardDevice',
    method: 'POST',
    path: '/api/v1/customers/:customerId/card/devices',
    summary: 'A certificate with which a device of the customer shows rotating codes',
    description:
      'Holds 30 days. The same key again renews its certificate. Ten devices hold at a time: one more ends the one that was renewed longest ago.',
    caller: 'self',
    lane: 'write',
    status: 201,
    params: ref,
    body: z.object({ publicKey, name: nameText(60).min(1) }),
    response: certified,
    errors: ['not_found', 'customer_closed', 'card_device_revoked', 'conflict'],
  }),
  renewCardDevice: endpoint({
    name: 'customers.renewCardDevice',
    method: 'POST',
    path: '/api/v1/customers/:customerId/card/devices/:device/renew',
    summary: 'A new certificate for a device, signed by the store’s present key',
    caller: 'self',
    lane: 'write',
    params: deviceRef,
    response: certified,
    errors: ['not_found', 'customer_closed', 'card_device_revoked'],
  }),
  cardDevices: endpoint({
    name: 'customers.cardDevices',
    method: 'GET',
    path: '/api/v1/customers/:customerId/card/devices',
    summary: 'Devices that show the customer’s card, newest first; ended ones for 30 days',
    caller: 'both',
    permission: 'customers.read',
    lane: 'read',
    params: ref,
    response: z.object({ devices: z.array(cardDevice) }),
    errors: ['not_found'],
  }),
  revokeCardDevice: endpoint({
    name: 'customers.revokeCardDevice',
    method: 'DELETE',
    path: '/api/v1/customers/:customerId/card/devices/:device',
    summary: 'End a device’s certificate; tills refuse it from their next look at the list',
    caller: 'both',
    permission: 'customers.edit',
    lane: 'write',
    params: deviceRef,
    response: cardDevice,
    errors: ['not_found'],
  }),
  createOneTimeCode: endpoint({
    name: 'customers.createOneTimeCode',
    method: 'POST',
    path: '/api/v1/customers/:customerId/card/one-time-code',
    summary: 'Six digits that prove the customer at the till for five minutes',
    description:
      'For a card that only identifies: printed, the barcode, a wallet pass. The newest code counts.',
    caller: 'self',
    lane: 'write',
    status: 201,
    idempotent: false,
    params: ref,
    response: z.object({ code: z.string(), endsAt: instant }),
    errors: ['not_found', 'customer_closed'],
  }),
  checkOneTimeCode: endpoint({
    name: 'customers.checkOneTimeCode',
    method: 'POST',
    path: '/api/v1/customers/:customerId/card/one-time-code/check',
    summary: 'Take a customer’s one-time code at the till, once',
    description: 'Five wrong tries end the code.',
    caller: 'staff',
    permission: 'customers.find',
    lane: 'write',
    params: ref,
    body: z.object({ code: z.string().trim().min(1).max(20) }),
    response: z.object({ customerId: id, proof: z.literal('code'), provedAt: instant }),
    errors: ['not_found', 'one_time_code_wrong'],
  }),
  verifyCard: endpoint({
    name: 'customers.verifyCard',
    method: 'POST',
    path: '/api/v1/customers/card/verify',
    summary: 'Judge a rotating code at the till, and take it: it passes once',
    description:
      'Answers like the look-up. Another till that shows the same code is told so, and `card.replayed` says it to fraud.',
    caller: 'staff',
    permission: 'customers.find',
    lane: 'write',
    body: z.object({ code: scanned.min(1), tillId: tillId.optional() }),
    response: lookedUp,
    errors: [...verifyErrors, 'card_code_used', 'not_found'],
  }),
  recordCardScans: endpoint({
    name: 'customers.recordCardScans',
    method: 'POST',
    path: '/api/v1/card-scans',
    summary: 'Codes that tills took while they had no network',
    description: 'A repeat changes nothing. A code that another till took too is a replay.',
    caller: 'staff',
    permission: 'customers.find',
    lane: 'write',
    body: z.object({ scans: z.array(cardScan).min(1).max(500) }),
    response: z.object({
      outcomes: z
        .array(scanOutcome)
        .describe(
          'In the order sent; `unknown`: no device of this store; `refused`: the code did not hold at that time',
        ),
    }),
  }),
  cardTrust: endpoint({
    name: 'customers.cardTrust',
    method: 'GET',
    path: '/api/v1/card-trust',
    summary: 'What a till holds to judge rotating codes without a network',
    description: 'Answers an ETag, and 304 to `If-None-Match` while nothing changed.',
    caller: 'staff',
    permission: 'customers.find',
    lane: 'read',
    etag: true,
    response: cardTrust,
  }),
  rotateCardKey: endpoint({
    name: 'customers.rotateCardKey',
    method: 'POST',
    path: '/api/v1/card-trust/rotate',
    summary: 'Sign certificates by the next key from now on',
    description:
      'Tills that hold the list know that key already; certificates of the key before hold to their end. With `withdraw` they end at once, and every device needs a new one.',
    caller: 'staff',
    permission: 'settings.edit',
    lane: 'write',
    body: z.object({ withdraw: z.boolean().default(false) }),
    response: cardTrust,
    errors: ['conflict'],
  }),
  applePass: endpoint({
    name: 'customers.applePass',
    method: 'GET',
    path: '/api/v1/customers/:customerId/card/apple.pkpass',
    summary: 'The card as a pass for Apple Wallet',
    caller: 'both',
    permission: 'customers.read',
    lane: 'stream',
    contentType: 'application/vnd.apple.pkpass',
    params: ref,
    response: z.string().describe('application/vnd.apple.pkpass'),
    errors: ['not_found', 'customer_closed', 'not_configured'],
  }),
  googlePass: endpoint({
    name: 'customers.googlePass',
    method: 'GET',
    path: '/api/v1/customers/:customerId/card/google',
    summary: 'The link that saves the card to Google Wallet',
    caller: 'both',
    permission: 'customers.read',
    lane: 'read',
    params: ref,
    response: z.object({ url: z.url() }),
    errors: ['not_found', 'customer_closed', 'not_configured'],
  }),
};

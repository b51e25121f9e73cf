import { createHash, createPublicKey } from 'node:crypto';
import { rmSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { contract } from '@wafa/contract';
import { jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../../test/client.ts';
import { type TestApp, type TestCustomer, testApp } from '../../../../../test/harness.ts';
import { checkSignature, makeWallets, unzip } from './fixtures.ts';
import { configureWallets } from './wallets.ts';

const { googlePass, card } = contract.customers;
const made = makeWallets();

let app: TestApp;
let person: TestCustomer;
let customer: Client;
beforeAll(async () => {
  app = await testApp({ env: made.env });
  person = await app.addCustomer({
    firstName: 'Amal "A"',
    lastName: 'Hassan\\',
    firstNameAr: 'أمل',
    lastNameAr: 'حسن',
  });
  customer = await app.signInAs(person);
  await app.record({ customerId: person.cardNumber });
});
afterAll(async () => {
  await app?.close();
  rmSync(made.folder, { recursive: true, force: true });
});

async function download(client = customer, customerId = 'me') {
  const response = await fetch(`${client.url}/api/v1/customers/${customerId}/card/apple.pkpass`, {
    headers: await headersOf(client),
  });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}
const headersOf = async (client: Client) =>
  (client as unknown as { credentials: Record<string, string> }).credentials;

describe('the pass for Apple Wallet', () => {
  it('is a signed archive whose manifest holds for every file', async () => {
    const { response, bytes } = await download();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/vnd.apple.pkpass');
    const files = unzip(bytes);
    const manifest = files.get('manifest.json') as Buffer;
    const hashes = JSON.parse(manifest.toString()) as Record<string, string>;
    const others = [...files.keys()].filter((name) => !['manifest.json', 'signature'].includes(name));
    expect(Object.keys(hashes).sort()).toEqual(others.sort());
    for (const [name, hash] of Object.entries(hashes))
      expect(
        createHash('sha1')
          .update(files.get(name) as Buffer)
          .digest('hex'),
        name,
      ).toBe(hash);
    const signature = files.get('signature') as Buffer;
    expect(checkSignature(signature, manifest, made.applePublicKey)).toEqual({
      namesContent: true,
      isSigned: true,
      certificates: 2,
    });
    expect(checkSignature(signature, Buffer.from('{}'), made.applePublicKey).namesContent).toBe(false);
  });

  it('shows number, tier and codes in the tier’s colours', async () => {
    const pass = JSON.parse(
      unzip((await download()).bytes)
        .get('pass.json')
        ?.toString() ?? '',
    );
    const { cardNumber } = person;
    const grouped = cardNumber.replace(/(\d{4})(?=\d)/g, '$1 ');
    expect(pass).toMatchObject({
      formatVersion: 1,
      passTypeIdentifier: 'pass.example.card',
      teamIdentifier: 'TEAM123456',
      serialNumber: person.id,
      organizationName: expect.any(String),
      backgroundColor: 'rgb(211, 160, 122)',
      barcodes: [
        { format: 'PKBarcodeFormatQR', message: `wafa:1:${cardNumber}`, altText: grouped },
        { format: 'PKBarcodeFormatCode128', message: cardNumber, altText: grouped },
      ],
      storeCard: {
        headerFields: [{ value: 'tier' }],
        primaryFields: [{ value: 'name' }],
        secondaryFields: [{ value: grouped }],
      },
    });
  });

  it('speaks both languages, whatever stands in a name', async () => {
    const files = unzip((await download()).bytes);
    const [english, arabic] = ['en', 'ar'].map((language) =>
      files.get(`${language}.lproj/pass.strings`)?.toString(),
    );
    expect(english).toContain('"name" = "Amal \\"A\\" Hassan\\\\";');
    expect(english).toContain('"tier" = "Bronze";');
    expect(arabic).toContain('"name" = "أمل حسن";');
    expect(arabic).toContain('"tier" = "البرونزية";');
  });

  it('brings the mark as PNG in every size', async () => {
    const files = unzip((await download()).bytes);
    for (const [name, side] of Object.entries({
      'icon.png': 29,
      'icon@2x.png': 58,
      'icon@3x.png': 87,
      'logo.png': 50,
      'logo@2x.png': 100,
      'logo@3x.png': 150,
    })) {
      const png = files.get(name) as Buffer;
      expect([png.readUInt32BE(16), png.readUInt32BE(20)], name).toEqual([side, side]);
      const rows = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
      expect(rows.length, name).toBe(side * (1 + side * 4));
      expect(new Set(rows).size, name).toBeGreaterThan(4);
    }
  });

  it('is the customer’s own, or staff’s who may read customers', async () => {
    const other = await app.signInAs(await app.addCustomer());
    expect((await download(other, person.id)).response.status).toBe(404);
    expect((await download(await app.signIn('cashier'), person.id)).response.status).toBe(403);
    expect((await download(await app.signIn('agent'), person.id)).response.status).toBe(200);
  });
});

describe('the link for Google Wallet', () => {
  it('carries the pass in a token signed by the service account', async () => {
    const { url } = (await customer.call(googlePass, { customerId: 'me' })).data;
    const [, token = ''] = url.split('https://pay.google.com/gp/v/save/');
    expect(url.length).toBeLessThan(1800);
    const { payload, protectedHeader } = await jwtVerify(token, createPublicKey(made.googlePublicKey), {
      issuer: 'wallet@example.iam.gserviceaccount.com',
      audience: 'google',
      currentDate: app.clock.now(),
    });
    expect([protectedHeader.alg, payload.typ]).toEqual(['RS256', 'savetowallet']);
    const classId = `3388000000012345678.${app.store.id}`;
    expect(payload.payload).toMatchObject({
      genericClasses: [{ id: classId }],
      genericObjects: [
        {
          id: `3388000000012345678.${person.id}`,
          classId,
          header: { translatedValues: [{ language: 'ar', value: 'أمل حسن' }] },
          hexBackgroundColor: '#d3a07a',
          barcode: { type: 'QR_CODE', value: `wafa:1:${person.cardNumber}` },
        },
      ],
    });
  });
});

describe('wallets that are not set up', () => {
  it('are named on the card, and answer so', async () => {
    expect((await customer.call(card, { customerId: 'me' })).data.wallets).toEqual({
      apple: true,
      google: true,
    });
    configureWallets({});
    try {
      expect((await customer.call(card, { customerId: 'me' })).data.wallets).toEqual({
        apple: false,
        google: false,
      });
      const google = await customer.call(googlePass, { customerId: 'me' });
      expect([google.status, google.failure.code]).toEqual([409, 'not_configured']);
      expect((await download()).response.status).toBe(409);
    } finally {
      configureWallets(app.config);
    }
  });

  it('are refused half set up, naming what is missing', () => {
    expect(() => configureWallets({ ...app.config, walletAppleTeamId: undefined })).toThrow(
      'WALLET_APPLE_TEAM_ID',
    );
    expect(() => configureWallets({ ...app.config, walletGoogleKey: '/nowhere/key.json' })).toThrow(
      'WALLET_GOOGLE_KEY',
    );
    configureWallets(app.config);
  });
});

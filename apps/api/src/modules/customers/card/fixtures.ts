import { contract } from '@wafa/contract';
import { codeOf, messageOf, stepAt } from '@wafa/pass';
import type { Client } from '../../../../test/client.ts';

/** A device as a browser makes one: a key that cannot be taken out, and the certificate for it. */
export interface TestDevice {
  /** The point, base64url. */
  publicKey: string;
  device: string;
  certificate: Uint8Array;
  /** The code that it shows at an instant. */
  shows(at: Date): Promise<string>;
  /** The same key with another certificate. */
  with(certificate: string): TestDevice;
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' };

/** A key pair of a device, and its public key in both forms that the API takes. */
export async function makeKey() {
  const pair = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
  const point = Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('base64url');
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { pair, point, jwk: { kty: 'EC' as const, crv: 'P-256' as const, x, y } };
}

/** Registers a new device of the signed-in customer; throws where that is refused. */
export async function registerDevice(customer: Client, name = 'Phone'): Promise<TestDevice> {
  const { pair, point } = await makeKey();
  const reply = await customer.call(contract.customers.registerCardDevice, {
    customerId: 'me',
    publicKey: point,
    name,
  });
  if (reply.status !== 201) throw new Error(`the device was refused: ${reply.text}`);
  const make = (device: string, certificate: Uint8Array): TestDevice => ({
    publicKey: point,
    device,
    certificate,
    async shows(at) {
      const step = stepAt(at.getTime());
      const message = new Uint8Array(messageOf(certificate, step));
      const signature = await crypto.subtle.sign(
        { name: 'ECDSA', hash: 'SHA-256' },
        pair.privateKey,
        message,
      );
      return codeOf(certificate, step, new Uint8Array(signature));
    },
    with: (renewed) => make(device, bytes(renewed)),
  });
  return make(reply.data.device, bytes(reply.data.certificate));
}

const bytes = (base64url: string) => new Uint8Array(Buffer.from(base64url, 'base64url'));

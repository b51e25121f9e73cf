import { failureOf } from '@wafa/client';
import { codeOf, messageOf, stepAt } from '@wafa/pass';
import { client } from '../../shared/api/client.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { readDevice as readBrowser } from '../account/device-name.ts';
import { forgetDevice, type KeptDevice, keepDevice, readDevice } from './device-store.ts';

const { registerCardDevice, renewCardDevice } = endpoints.customers;
const me = { customerId: 'me' } as const;
/** Online, a certificate is renewed when it is a day old: an ended device learns of it within a day. */
const renewAfterMs = 24 * 3600 * 1000;

/** Whether this browser can hold a key: only pages of a secure origin may. */
export const canRotate = (): boolean => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

/**
 * The device of this customer in this browser with a certificate that holds: the kept one, renewed where
 * it is due and the API answers, or a new one.
 * @returns 'ended' where the device was ended, 'offline' where there is no certificate and no answer
 */
export async function prepareDevice(owner: string): Promise<KeptDevice | 'ended' | 'offline'> {
  const kept = await readDevice(owner);
  if (kept?.ended) return 'ended';
  const now = Date.now();
  if (kept && now - kept.renewedAt < renewAfterMs && now < kept.endsAt) return kept;
  try {
    const device = kept ? await renew(kept) : await register();
    await keepDevice(owner, device);
    return device;
  } catch (error) {
    const { code } = failureOf(error);
    if (kept && (code === 'card_device_revoked' || code === 'not_found')) {
      await keepDevice(owner, { ...kept, ended: true });
      return 'ended';
    }
    return kept && now < kept.endsAt ? kept : 'offline';
  }
}

/** Forgets an ended device, so that the next one is a new one. */
export const startAgain = (owner: string): Promise<void> => forgetDevice(owner);

async function register(): Promise<KeptDevice> {
  const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key.publicKey);
  const publicKey = { kty, crv, x, y } as { kty: 'EC'; crv: 'P-256'; x: string; y: string };
  return certified(key, await client.call(registerCardDevice, { ...me, publicKey, name: ownName() }));
}

async function renew(kept: KeptDevice): Promise<KeptDevice> {
  return certified(kept.key, await client.call(renewCardDevice, { ...me, device: kept.device }));
}

function certified(
  key: CryptoKeyPair,
  answer: { device: string; certificate: string; endsAt: string },
): KeptDevice {
  const base64 = answer.certificate.replace(/-/g, '+').replace(/_/g, '/');
  return {
    key,
    device: answer.device,
    certificate: Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)),
    renewedAt: Date.now(),
    endsAt: Date.parse(answer.endsAt),
    ended: false,
  };
}

/** How the device stands in lists: browser and system, as far as they can be told. */
function ownName(): string {
  const read = readBrowser(navigator.userAgent);
  return read ? `${read.browser}, ${read.system}` : navigator.userAgent.slice(0, 60) || '–';
}

/** The code that the device shows at this instant. */
export async function codeAt(kept: KeptDevice, nowMs: number): Promise<string> {
  const step = stepAt(nowMs);
  const message = Uint8Array.from(messageOf(kept.certificate, step));
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    kept.key.privateKey,
    message,
  );
  return codeOf(kept.certificate, step, new Uint8Array(signature));
}

import { readFileSync } from 'node:fs';
import type { Config } from '../../../../platform/config.ts';

type Settings = Pick<
  Config,
  | 'walletAppleCert'
  | 'walletAppleKey'
  | 'walletAppleKeyPassphrase'
  | 'walletAppleWwdr'
  | 'walletApplePassTypeId'
  | 'walletAppleTeamId'
  | 'walletGoogleKey'
  | 'walletGoogleIssuerId'
>;

/** What Apple's passes are signed with; PEM texts. */
export interface AppleSigner {
  cert: string;
  key: string;
  passphrase: string | undefined;
  wwdr: string;
  passTypeId: string;
  teamId: string;
}

/** The service account that signs Google's links. */
export interface GoogleSigner {
  issuerId: string;
  email: string;
  /** PKCS #8, PEM. */
  privateKey: string;
}

let apple: AppleSigner | undefined;
let google: GoogleSigner | undefined;

/**
 * Reads the certificates and keys that the settings name. Each wallet is set up whole or not at all.
 * @throws Error that names the setting at fault
 */
export function configureWallets(config: Settings): void {
  apple = appleSigner(config);
  google = googleSigner(config);
}

export const appleWallet = (): AppleSigner | undefined => apple;
export const googleWallet = (): GoogleSigner | undefined => google;

/** For which wallets passes are made. */
export function wallets(): { apple: boolean; google: boolean } {
  return { apple: apple !== undefined, google: google !== undefined };
}

function appleSigner(config: Settings): AppleSigner | undefined {
  const given = whole({
    WALLET_APPLE_CERT: config.walletAppleCert,
    WALLET_APPLE_KEY: config.walletAppleKey,
    WALLET_APPLE_WWDR: config.walletAppleWwdr,
    WALLET_APPLE_PASS_TYPE_ID: config.walletApplePassTypeId,
    WALLET_APPLE_TEAM_ID: config.walletAppleTeamId,
  });
  return (
    given && {
      cert: file('WALLET_APPLE_CERT', given.WALLET_APPLE_CERT),
      key: file('WALLET_APPLE_KEY', given.WALLET_APPLE_KEY),
      passphrase: config.walletAppleKeyPassphrase,
      wwdr: file('WALLET_APPLE_WWDR', given.WALLET_APPLE_WWDR),
      passTypeId: given.WALLET_APPLE_PASS_TYPE_ID,
      teamId: given.WALLET_APPLE_TEAM_ID,
    }
  );
}

function googleSigner(config: Settings): GoogleSigner | undefined {
  const given = whole({
    WALLET_GOOGLE_KEY: config.walletGoogleKey,
    WALLET_GOOGLE_ISSUER_ID: config.walletGoogleIssuerId,
  });
  if (!given) return undefined;
  const account = serviceAccount(file('WALLET_GOOGLE_KEY', given.WALLET_GOOGLE_KEY));
  return { issuerId: given.WALLET_GOOGLE_ISSUER_ID, ...account };
}

/** All of these settings, or undefined where none is given. */
function whole<K extends string>(settings: Record<K, string | undefined>): Record<K, string> | undefined {
  const missing = (Object.keys(settings) as K[]).filter((name) => !settings[name]);
  if (missing.length === Object.keys(settings).length) return undefined;
  if (missing.length > 0) throw new Error(`Wallet: ${missing.join(', ')} missing`);
  return settings as Record<K, string>;
}

function file(setting: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`${setting}: the file cannot be read`, { cause: error });
  }
}

/** The parts of a service account's key file that are used. */
function serviceAccount(json: string): { email: string; privateKey: string } {
  const { client_email: email, private_key: privateKey } = parsed(json);
  if (typeof email !== 'string' || typeof privateKey !== 'string')
    throw new Error('WALLET_GOOGLE_KEY: the JSON key of a service account');
  return { email, privateKey };
}

function parsed(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch (error) {
    throw new Error('WALLET_GOOGLE_KEY: the JSON key of a service account', { cause: error });
  }
}

import './events.ts';
import type { Config } from '../../../platform/config.ts';
import { configureCardKey } from './keys.ts';
import { configureWallets } from './wallet/wallets.ts';

/** Hands over the secret of the cards and the certificates of the wallets. */
export function configureCard(config: Config): void {
  configureCardKey(config.cardKey);
  configureWallets(config);
}

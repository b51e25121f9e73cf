/**
 * What the portal says, loaded with its first screen. Sentences of one feature alone (`../features.ts`), and
 * those that only the API or the console speaks (`index.ts`, `console/`), do not load with it.
 */
import * as account from './account.ts';
import * as card from './card.ts';
import * as common from './common.ts';
import * as home from './home.ts';
import * as identity from './identity.ts';
import * as loyalty from './loyalty.ts';
import * as orders from './orders.ts';
import type { MessageFiles } from './registry.ts';
import * as rewards from './rewards.ts';
import * as session from './session.ts';
import * as settings from './settings.ts';
import * as statement from './statement.ts';
import * as validation from './validation.ts';

export const portalFiles: MessageFiles = {
  account,
  card,
  common,
  home,
  identity,
  loyalty,
  orders,
  rewards,
  session,
  settings,
  statement,
  validation,
};

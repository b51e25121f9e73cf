/** Gathers the catalogues of the capabilities; a new capability adds one import and one line to `files`. */
import * as account from './account.ts';
import * as card from './card.ts';
import * as common from './common.ts';
import * as consoleWords from './console.ts';
import * as customers from './customers.ts';
import * as errors from './errors.ts';
import * as home from './home.ts';
import * as identity from './identity.ts';
import * as loyalty from './loyalty.ts';
import * as orders from './orders.ts';
import * as session from './session.ts';
import * as settings from './settings.ts';
import * as validation from './validation.ts';

/** Error codes stand bare in their file and as `error.<code>` in the catalogue. */
function prefixed(sentences: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(sentences).map(([code, text]) => [`error.${code}`, text]));
}

export const files: Readonly<
  Record<string, { en: Readonly<Record<string, string>>; ar: Readonly<Record<string, string>> }>
> = {
  account,
  card,
  common,
  console: consoleWords,
  customers,
  errors: { en: prefixed(errors.en), ar: prefixed(errors.ar) },
  home,
  identity,
  loyalty,
  orders,
  session,
  settings,
  validation,
};

function gather(language: 'en' | 'ar'): Readonly<Record<string, string>> {
  return Object.assign({}, ...Object.values(files).map((file) => file[language]));
}

export const messages = { en: gather('en'), ar: gather('ar') };

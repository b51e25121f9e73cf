import { type CountryCode, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max';
import type { Ctx } from '../../../../platform/context.ts';
import { normalisePhone } from '../../../identity/index.ts';
import * as settings from '../../../settings/index.ts';
import { meaningsOf, type PhoneFacts, searchOf, soundOf } from './rules.ts';
import { findTokens, putSounds, searchIds, unsoundedTokens } from './sql.ts';

/** Most customers that a typed query finds; who looks for one of more types another letter. */
const searchLimit = 1000;

/** Customers that a typed query finds, the best first; `isCapped` where there are more. */
export interface Found {
  ids: string[];
  isCapped: boolean;
}

/**
 * Finds customers by what somebody typed. Two round trips at most: what is typed is brought to words that
 * exist in the store's names, and these are looked up.
 */
export async function find(ctx: Ctx, query: string): Promise<Found> {
  const { country } = await settings.store(ctx);
  const search = searchOf(query, phoneFacts(country));
  if (!search) return { ids: [], isCapped: false };
  const candidates =
    search.words.length > 0
      ? await findTokens(ctx.tx, ctx.storeId, search.words, search.words.map(soundOf))
      : [];
  const meanings = meaningsOf(search.words, candidates);
  const ids = await searchIds(ctx.tx, ctx.storeId, search, meanings, searchLimit + 1);
  return { ids: ids.slice(0, searchLimit), isCapped: ids.length > searchLimit };
}

function phoneFacts(country: string | undefined): PhoneFacts {
  const known: CountryCode | undefined = country && isSupportedCountry(country) ? country : undefined;
  return {
    callingCode: known && getCountryCallingCode(known),
    normalise: (text) => normalisePhone(text, known),
  };
}

const soundsAtOnce = 20_000;

/** Makes the sounds of words that came lately; returns whether more are left. */
export async function makeSounds(ctx: Ctx): Promise<boolean> {
  const tokens = await unsoundedTokens(ctx.tx, ctx.storeId, soundsAtOnce);
  if (tokens.length > 0) await putSounds(ctx.tx, ctx.storeId, tokens, tokens.map(soundOf));
  return tokens.length === soundsAtOnce;
}

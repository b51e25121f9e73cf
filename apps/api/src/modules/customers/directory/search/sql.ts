import { sql } from 'kysely';
import type { Tx } from '../../../../platform/db/transaction.ts';
import type { Candidate, Meaning, Search } from './rules.ts';

/** Words of the store's names that these words may stand for. `sounds`: the key of each word, '' for none. */
export async function findTokens(
  tx: Tx,
  storeId: string,
  words: readonly string[],
  sounds: readonly string[],
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select word, token, kind
    from customers.tokens_like_v1(${storeId}, ${words}::text[], ${sounds}::text[])`.execute(tx);
  return rows;
}

/** Ids of about `limit` customers that a search finds, the best first. */
export async function searchIds(
  tx: Tx,
  storeId: string,
  search: Search,
  meanings: readonly Meaning[],
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from customers.search_v2(${storeId}, ${limit}, ${search.exact}::text[], ${search.email},
      ${search.phones}::text[], ${search.card}, ${search.tails}::text[], ${search.words.length},
      ${meanings.map(({ word }) => word)}::integer[], ${meanings.map(({ token }) => token)}::text[],
      ${meanings.map(({ rank }) => rank)}::integer[])`.execute(tx);
  return rows.map((row) => row.id);
}

/** Words whose sound has not been made yet, at most `limit`. */
export async function unsoundedTokens(tx: Tx, storeId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ token: string }>`
    select token from customers.name_tokens
    where store_id = ${storeId} and sound is null limit ${limit}`.execute(tx);
  return rows.map((row) => row.token);
}

export async function putSounds(
  tx: Tx,
  storeId: string,
  tokens: readonly string[],
  sounds: readonly string[],
): Promise<void> {
  await sql`
    update customers.name_tokens t set sound = s.sound
    from unnest(${tokens}::text[], ${sounds}::text[]) as s (token, sound)
    where t.store_id = ${storeId} and t.token = s.token`.execute(tx);
}

import pg from 'pg';
import type { Word } from '../apps/api/src/demo/names.ts';
import { origins } from '../apps/api/src/demo/names.ts';
import { makeRandom, type Random } from '../apps/api/src/demo/random.ts';
import { newId, systemClock } from '../apps/api/src/platform/clock.ts';
import { analyze } from '../apps/api/src/platform/process.ts';
import { type BenchDatabase, machine, openDatabase, startApi } from './lib/environment.ts';
import { load } from './lib/load.ts';
import { assertAll, type BenchResult } from './lib/report.ts';
import { scanMs } from './lib/scan.ts';
import { type BenchStore, makeStore } from './lib/store.ts';

const sizes = (process.env.WAFA_BENCH_SIZES ?? '10000,100000,1000000').split(',').map(Number);
const chunk = 5_000;
const warmSeconds = 0.5;
const seconds = 2;

/** A customer that queries are made of. */
interface Person {
  at: number;
  first: Word;
  last: Word;
  phone: string;
  email: string;
  cardNumber: string;
}

/**
 * S5: `GET /api/v1/customers?query=…` in one store that grows to a million customers with names in both
 * scripts, row security on; beside it a sequential scan that compares the same columns.
 */
export async function s5(): Promise<BenchResult> {
  const database = await openDatabase();
  try {
    const store = await makeStore(database, 0);
    const random = makeRandom(5, 'bench');
    const known: Person[] = [];
    const rows: BenchResult['rows'] = [];
    let size = 0;
    for (const wanted of sizes) {
      await grow(database, store, random, { from: size, to: wanted, known });
      size = wanted;
      rows.push(...(await measure(database, store, size, known)));
    }
    return {
      id: 'S5',
      what: 'search for customers over HTTP, one connection, a page of 20',
      target: 'p95 at most 50 ms at 1,000,000 customers, Arabic and Latin, typo',
      machine: await machine(database),
      notes: [
        'scan: one sequential scan of the store that compares names, e-mail, phone and card with LIKE, as wafa_app; it finds no other script and no typo',
        'the client, the process and PostgreSQL share the cores',
        'names: those of the demo, and family names made of syllables for one customer in three: over 100,000 words',
      ],
      rows,
    };
  } finally {
    await database.stop();
  }
}

/** Inserts customers by SQL, since only what stands in the tables matters here, and leaves the rest to triggers. */
async function grow(
  database: BenchDatabase,
  store: BenchStore,
  random: Random,
  { from, to, known }: { from: number; to: number; known: Person[] },
): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  for (let at = from; at < to; at += chunk) {
    const people = Array.from({ length: Math.min(chunk, to - at) }, (_, i) => makePerson(random, at + i));
    known.push(...people.filter(() => random.chance(0.01)));
    await client.query(insertText, [store.id, systemClock.now(), JSON.stringify(people.map(asRow))]);
  }
  await client.end();
  await analyze(database);
}

const insertText = `
  with made as (
    insert into customers.customers (store_id, id, card_number, first_name, last_name, first_name_ar,
      last_name_ar, phone, email, created_at, updated_at)
    select $1, r.id, r.card, r.first, r.last, r.first_ar, r.last_ar, r.phone, r.email,
      $2::timestamptz - r.at * interval '1 minute', $2
    from jsonb_to_recordset($3::jsonb) as r (id uuid, card text, first text, last text, first_ar text,
      last_ar text, phone text, email text, at integer)
    returning store_id, id, status, type, created_at
  )
  insert into customers.facts (store_id, customer_id, status, type, created_at)
  select store_id, id, status, type, created_at from made`;

function asRow({ at, first, last, phone, email, cardNumber }: Person) {
  const id = newId(systemClock, systemClock.now());
  return {
    id,
    card: cardNumber,
    first: first[0],
    last: last[0],
    first_ar: first[1],
    last_ar: last[1],
    phone,
    email,
    at,
  };
}

const syllables: readonly Word[] = (
  'ba=با,da=دا,fa=فا,ha=ها,ja=جا,ka=كا,la=لا,ma=ما,na=نا,ra=را,sa=سا,ta=تا,wa=وا,za=زا,bi=بي,di=دي,fi=في,mi=مي,ni=ني,ri=ري,' +
  'shi=شي,ti=تي,ku=كو,mu=مو,nu=نو,ru=رو,su=سو,tu=تو'
)
  .split(',')
  .map((pair) => pair.split('=') as [string, string]);
const endings: readonly Word[] = [
  ['n', 'ن'],
  ['r', 'ر'],
  ['m', 'م'],
  ['sh', 'ش'],
];

function makePerson(random: Random, at: number): Person {
  const origin = random.pick(origins.slice(0, random.chance(0.85) ? 4 : origins.length));
  const first = random.pick(random.chance(0.5) ? origin.women : origin.men);
  const last = random.chance(1 / 3) ? madeUp(random) : random.pick(origin.families);
  const plain = (word: Word) => word[0].toLowerCase().replace(/[^a-z]/g, '');
  return {
    at,
    first,
    last,
    phone: `+96650${String(at).padStart(7, '0')}`,
    email: `${plain(first)}.${plain(last)}.${at}@example.com`,
    cardNumber: String(100_000_000_000 + at * 7_919),
  };
}

function madeUp(random: Random): Word {
  const parts = [
    random.pick(syllables),
    random.pick(syllables),
    random.pick(syllables),
    random.pick(endings),
  ];
  const latin = parts.map(([part]) => part).join('');
  return [latin.charAt(0).toUpperCase() + latin.slice(1), parts.map(([, part]) => part).join('')];
}

/** A letter of a word left out. */
function mistyped(word: string): string {
  const letters = [...word];
  letters.splice(Math.ceil(letters.length / 2), 1);
  return letters.join('');
}

/** What is typed for a person, by the sort of query. */
const sorts: Record<string, (person: Person) => string> = {
  'family name, Latin': ({ last }) => last[0],
  'family name, Arabic': ({ last }) => last[1],
  'first name, Arabic': ({ first }) => first[1],
  'both names, Latin': ({ first, last }) => `${first[0]} ${last[0]}`,
  'both names, Arabic': ({ first, last }) => `${first[1]} ${last[1]}`,
  'one of each script': ({ first, last }) => `${first[1]} ${last[0]}`,
  'beginning of both': ({ first, last }) =>
    `${first[0].slice(0, 3)} ${last[0].replace(/^\w+-/, '').slice(0, 3)}`,
  'typo, Latin': ({ first, last }) => `${first[0]} ${mistyped(last[0])}`,
  'typo, Arabic': ({ first, last }) => `${first[1]} ${mistyped(last[1])}`,
  'phone as typed': ({ phone }) => `0${phone.slice(4, 6)} ${phone.slice(6, 9)} ${phone.slice(9)}`,
  'last four digits': ({ phone }) => phone.slice(-4),
  'card number': ({ cardNumber }) => cardNumber,
  'e-mail': ({ email }) => email,
  'one letter': ({ first }) => first[0].charAt(0),
};

/** Waits until the job has made the sounds of all words, as it does within a minute of their coming. */
async function untilSounded(database: BenchDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const missing = 'select exists (select from customers.name_tokens where sound is null) as missing';
  while ((await client.query<{ missing: boolean }>(missing)).rows[0]?.missing) {
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await client.end();
}

async function measure(
  database: BenchDatabase,
  store: BenchStore,
  size: number,
  known: readonly Person[],
): Promise<BenchResult['rows']> {
  const api = await startApi(database);
  await untilSounded(database);
  const rows: BenchResult['rows'] = [];
  for (const [sort, typed] of Object.entries(sorts)) {
    let next = 0;
    const query = () => typed(known[(next++ * 7919) % known.length] as Person);
    const target = {
      url: api.url,
      headers: store.headers,
      connections: 1,
      shot: () => ({
        method: 'GET' as const,
        path: `/api/v1/customers?query=${encodeURIComponent(query())}`,
      }),
    };
    await load({ ...target, seconds: warmSeconds });
    const result = await load({ ...target, seconds });
    assertAll(result, 200);
    rows.push({
      customers: size,
      query: sort,
      'p50 ms': result.p50,
      'p95 ms': result.p95,
      'max ms': result.max,
      'scan ms': await scanMs(database.appUrl, store.id, query()),
    });
  }
  await api.stop();
  return rows;
}

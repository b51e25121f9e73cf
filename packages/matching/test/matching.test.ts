import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockAtMost, candidates } from '../src/blocking/candidates.ts';
import {
  blockingKeys,
  candidatesFor,
  clusters,
  fields,
  findDuplicates,
  linkFiles,
  MatchIndex,
  type Person,
  prepare,
  scorePair,
} from '../src/index.ts';
import { file } from './people.ts';

const people = file(300);
const { model, pairs, groups } = findDuplicates(people);
const idsOf = (list: readonly { first: string; second: string }[]) =>
  list.map(({ first, second }) => [first, second].sort().join(' ')).sort();
const copies = people.filter(({ id }) => id.endsWith('-again')).map(({ id }) => `${id.slice(0, -6)} ${id}`);

const anyText = fc.option(fc.string({ unit: 'binary', maxLength: 20 }), { nil: undefined });
/** Anything, and as often one of a few values that are near each other, so that every level is met. */
const near = (...values: string[]) => fc.oneof(anyText, fc.constantFrom(...values));
const anyName = near('Ahmed', 'أحمد', 'Ahmad', 'Ahmde', 'Hamad', 'Darwish', 'درويش', 'Abd Allah', 'عبدالله');
const anyCode = near('12', '21', '12a', '1234', '1243', '2134');
const anyPerson: fc.Arbitrary<Person> = fc.record({
  id: fc.string({ maxLength: 5 }),
  names: fc.array(fc.record({ given: anyName, family: anyName }), { maxLength: 3 }),
  birthday: near('1990-01-02', '1990-02-01', '1990-01-03', '1991-01-03', '2000-13-40'),
  phone: near('+966501234567', '0501234567', '+966501234568', '+971551234567'),
  email: near(
    'ahmed.d@example.com',
    'ahmedd+x@example.com',
    'ahmedd@example.org',
    'ahmeddd@example.com',
    '@',
  ),
  addresses: fc.array(
    fc.record({
      number: anyCode,
      street: near('12 Olaya Street', 'Olaya Road', 'Olaia', 'Palm Tower'),
      extra: near('Palm Tower', 'Palm Towr', 'Olaya'),
      suburb: near('Malaz', 'Malas', 'المَلَز'),
      postcode: anyCode,
    }),
    { maxLength: 2 },
  ),
});

describe('duplicates of one file', () => {
  it('are found across scripts, and relatives at one address are not', () => {
    expect(idsOf(pairs)).toEqual(copies.sort());
    expect(groups.map((group) => group.join(' ')).sort()).toEqual(copies.sort());
  });

  it('come with reasons that add up to the weight, the weightiest first', () => {
    for (const { reasons, weight } of pairs) {
      expect(reasons.reduce((sum, reason) => sum + reason.weight, 0)).toBeCloseTo(weight, 6);
      const sizes = reasons.map((reason) => Math.abs(reason.weight));
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
      expect(reasons.find(({ field }) => field === 'given')?.level).toBe('close');
      expect(reasons.some(({ field }) => field === 'phone')).toBe(false);
    }
  });

  it('are the same in any order of the file', () => {
    expect(idsOf(findDuplicates(people.toReversed(), { model }).pairs)).toEqual(idsOf(pairs));
  });

  it('are found by a model that went through JSON', () => {
    const kept = JSON.parse(JSON.stringify(model));
    expect(findDuplicates(people, { model: kept }).pairs).toEqual(pairs);
  });

  it.each([0, 1, 2])('need no more than %d people to answer without failing', (size) => {
    expect(findDuplicates(people.slice(0, size)).pairs).toEqual([]);
  });
});

describe('linking two files', () => {
  it('gives nobody two partners', () => {
    const originals = people.filter(({ id }) => !id.includes('-'));
    const others = people.filter(({ id }) => id.includes('-'));
    const twice = [...others, ...others.map((one) => ({ ...one, id: `${one.id}2` }))];
    const { matches } = linkFiles(originals, twice, { model });
    expect(new Set(matches.map(({ first }) => first)).size).toBe(matches.length);
    expect(new Set(matches.map(({ second }) => second)).size).toBe(matches.length);
    expect(matches.length).toBe(copies.length);
  });
});

describe('one new person', () => {
  it('meets the same likes as the whole file does', () => {
    const copy = people.find(({ id }) => id === 'p13-again') ?? { id: '' };
    const index = new MatchIndex(people.filter(({ id }) => id !== copy.id));
    expect(candidatesFor(copy, index, model).map(({ second }) => second)).toEqual(['p13']);
  });

  it('meets nobody who shares no key', () => {
    const index = new MatchIndex(people);
    expect(candidatesFor({ id: 'new', names: [{ given: 'Zoltan', family: 'Quux' }] }, index, model)).toEqual(
      [],
    );
  });
});

describe('the model', () => {
  it.each(fields)('has shares of %s that make one whole, each nearer level saying more', (field) => {
    const { m, u } = model.fields[field];
    expect(m.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    const ratios = m.map((share, level) => share / (u[level] ?? 1)).slice(1);
    for (const [at, ratio] of ratios.entries())
      expect(ratio).toBeGreaterThanOrEqual((ratios[at - 1] ?? 0) * (1 - 1e-9));
  });
});

describe('the score of a pair', () => {
  const score = (change: Partial<Person>) => {
    const one: Person = {
      id: 'a',
      names: [{ given: 'Hussein', family: 'Darwish' }],
      birthday: '1980-04-05',
      email: 'hussein.darwish@example.com',
      phone: '+966501234567',
    };
    return scorePair(model, one, { ...one, id: 'b', ...change }).weight;
  };

  it('falls with every step that a field is further apart', () => {
    const steps: Partial<Person>[][] = [
      [
        { birthday: '1980-04-05' },
        { birthday: '1980-05-04' },
        { birthday: '1980-04-28' },
        { birthday: '1963-11-21' },
      ],
      [
        { phone: '+966501234567' },
        { phone: '+966501234568' },
        { phone: '+971581234567' },
        { phone: '+966507654321' },
      ],
      [
        { email: 'husseindarwish+shop@example.com' },
        { email: 'husseindarwich@example.com' },
        { email: 'zoltan@example.com' },
      ],
      [
        { names: [{ given: 'Hussein', family: 'Darwish' }] },
        { names: [{ given: 'حسين', family: 'Darwish' }] },
        { names: [{ given: 'Zoltan', family: 'Darwish' }] },
      ],
    ];
    for (const row of steps) {
      const weights = row.map(score);
      expect(weights).toEqual(weights.toSorted((a, b) => b - a));
      expect(weights.at(-1)).toBeLessThan(weights[0] ?? 0);
    }
  });

  it('sees exchanged given and family names', () => {
    expect(score({ names: [{ given: 'Darwish', family: 'Hussein' }] })).toBeGreaterThan(
      score({ names: [{ given: 'Zoltan', family: 'Quux' }] }),
    );
  });

  it('counts a rare name for more than a common one', () => {
    const pair = (family: string) => {
      const one = { id: 'a', names: [{ given: 'Huda', family }] };
      return scorePair(model, one, { ...one, id: 'b' }).weight;
    };
    const common =
      Object.entries(model.frequencies.family?.common ?? {}).sort(([, m], [, n]) => n - m)[0]?.[0] ?? '';
    expect(pair('Neverseenbefore')).toBeGreaterThan(pair(common));
  });

  it('is symmetric and finite for any two people', () => {
    fc.assert(
      fc.property(anyPerson, anyPerson, (a, b) => {
        const one = scorePair(model, a, b);
        const other = scorePair(model, b, a);
        expect(one.weight).toBeCloseTo(other.weight, 9);
        expect(one.probability).toBeGreaterThanOrEqual(0);
        expect(one.probability).toBeLessThanOrEqual(1);
        expect(one.reasons.length).toBeLessThanOrEqual(fields.length);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('blocking', () => {
  it('keeps to its bound where everybody shares every key', () => {
    const same = { ...people[0] };
    const crowd = Array.from({ length: 1_000 }, (_, at) => prepare({ ...same, id: String(at) }));
    const keys = blockingKeys(crowd[0] ?? prepare({ id: '' })).length;
    const found = candidates(crowd).first.length;
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThanOrEqual((crowd.length * keys * (blockAtMost - 1)) / 2);
  });

  it('names each pair once, and only across the files where there are two', () => {
    const prepared = people.map(prepare);
    const { first, second } = candidates(prepared, 100);
    const seen = new Set(Array.from(first, (a, at) => `${a} ${second[at]}`));
    expect(seen.size).toBe(first.length);
    expect(first.every((a) => a < 100)).toBe(true);
    expect(second.every((b) => b >= 100)).toBe(true);
  });
});

describe('groups', () => {
  const pair = (first: string, second: string, probability: number) => ({ first, second, probability });

  it('do not chain strangers together', () => {
    expect(clusters([pair('a', 'b', 0.9), pair('b', 'c', 0.8)])).toEqual([['a', 'b']]);
    expect(clusters([pair('a', 'b', 0.9), pair('b', 'c', 0.8), pair('a', 'c', 0.3)])).toEqual([
      ['a', 'b', 'c'],
    ]);
  });

  it('do not depend on the order of the pairs', () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const list = fc.uniqueArray(
      fc.tuple(ids, ids, fc.double({ min: 0, max: 1, noNaN: true })).filter(([a, b]) => a < b),
      { selector: ([a, b]) => a + b },
    );
    fc.assert(
      fc.property(list, (raw) => {
        const found = raw.map(([a, b, p]) => pair(a, b, p));
        expect(clusters(found.toReversed())).toEqual(clusters(found));
      }),
    );
  });
});

import type { Prepared } from '../compare/prepare.ts';
import { passes, sortKey } from './keys.ts';

/** Blocks up to this size are compared whole: a key that 20 people have says little of any two of them. */
export const blockAtMost = 20;
/** In larger blocks each person is compared with this many that follow in sorted order. */
export const windowSize = 5;

/** Pairs of positions, each once, and by which passes each was found. */
export interface Candidates {
  first: Uint32Array;
  second: Uint32Array;
  /** Bit p is set where pass p found the pair. */
  foundBy: Uint32Array;
}

/**
 * The pairs worth comparing. With `split`, people before that position are compared with those from it on
 * (two files); without, all with all (one file).
 *
 * Linear: a person with k keys in a pass meets at most k × (blockAtMost − 1) others there, or k × windowSize
 * on either side in an oversized block. So n people give at most n × K × (blockAtMost − 1) / 2 pairs, where K
 * is the number of their keys over all passes (10 to 20 for a usual customer); the time is that and sorting.
 * FEBRL 4 gives 2 per person, a crowded file about 50. Two keys with one 30-bit hash make one block: a few pairs more, none less.
 *
 * Christen (2012), "A survey of indexing techniques for scalable record linkage and deduplication";
 * Hernández & Stolfo (1995) for the sorted neighbourhood.
 */
export function candidates(people: readonly Prepared[], split?: number): Candidates {
  const sorted = inOrder(people);
  const codes: number[] = [];
  passes.forEach((pass, bit) => {
    const entries: number[] = [];
    sorted.forEach((person, rank) => {
      const prepared = people[person];
      if (prepared) for (const key of pass.keys(prepared)) entries.push(hash(key) * people.length + rank);
    });
    collect(Float64Array.from(entries).sort(), people.length, (rank, other) => {
      const a = sorted[rank] ?? 0;
      const b = sorted[other] ?? 0;
      const [first, second] = a < b ? [a, b] : [b, a];
      if (first === second || (split !== undefined && (first >= split || second < split))) return;
      codes.push((first * people.length + second) * passBits + bit);
    });
  });
  return unite(Float64Array.from(codes).sort(), people.length);
}

/** Room for the passes in a pair's number: with 8 million people it is still below 2^53. */
const passBits = 16;
const hashBits = 30;

/** Positions by `sortKey`: the entries of one block then stand in that order. */
function inOrder(people: readonly Prepared[]): Uint32Array {
  const keys = people.map(sortKey);
  return Uint32Array.from(people.keys()).sort((a, b) => {
    const first = keys[a] ?? '';
    const second = keys[b] ?? '';
    return first < second ? -1 : first > second ? 1 : a - b;
  });
}

/** Calls `pair` for the ranks of a block that are compared; entries are hash × size + rank, sorted. */
function collect(entries: Float64Array, size: number, pair: (rank: number, other: number) => void): void {
  let from = 0;
  while (from < entries.length) {
    const block = Math.floor((entries[from] ?? 0) / size);
    let to = from + 1;
    while (to < entries.length && Math.floor((entries[to] ?? 0) / size) === block) to++;
    const reach = to - from <= blockAtMost ? to - from : windowSize;
    for (let i = from; i < to; i++) {
      const end = Math.min(to, i + reach + 1);
      for (let j = i + 1; j < end; j++) pair((entries[i] ?? 0) % size, (entries[j] ?? 0) % size);
    }
    from = to;
  }
}

function unite(codes: Float64Array, size: number): Candidates {
  const first: number[] = [];
  const second: number[] = [];
  const foundBy: number[] = [];
  let last = -1;
  for (const code of codes) {
    const pair = Math.floor(code / passBits);
    const bit = 1 << (code % passBits);
    if (pair === last) foundBy[foundBy.length - 1] = (foundBy.at(-1) ?? 0) | bit;
    else {
      first.push(Math.floor(pair / size));
      second.push(pair % size);
      foundBy.push(bit);
      last = pair;
    }
  }
  return {
    first: Uint32Array.from(first),
    second: Uint32Array.from(second),
    foundBy: Uint32Array.from(foundBy),
  };
}

/** FNV-1a, cut to 30 bits: with it and a rank below 2^23 an entry is an exact number. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return (value ^ (value >>> hashBits)) & ((1 << hashBits) - 1);
}

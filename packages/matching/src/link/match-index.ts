import { blockAtMost } from '../blocking/candidates.ts';
import { blockingKeys } from '../blocking/keys.ts';
import { compare } from '../compare/compare.ts';
import { type Prepared, prepare } from '../compare/prepare.ts';
import { type Model, score } from '../model/model.ts';
import type { Person } from '../person.ts';
import type { Match } from './match.ts';

/** The people of one file by their keys, for finding the likes of one more. */
export class MatchIndex {
  private readonly blocks = new Map<string, Prepared[]>();

  constructor(people: Iterable<Person> = []) {
    for (const person of people) this.add(person);
  }

  add(person: Person): void {
    const prepared = prepare(person);
    for (const key of blockingKeys(prepared)) {
      const block = this.blocks.get(key);
      if (block) block.push(prepared);
      else this.blocks.set(key, [prepared]);
    }
  }

  /** Everybody who shares a key with the person; of an oversized block the latest. */
  sharing(person: Prepared): Prepared[] {
    const found = new Map<string, Prepared>();
    for (const key of blockingKeys(person)) {
      for (const other of this.blocks.get(key)?.slice(-blockAtMost) ?? []) {
        if (other.id !== person.id) found.set(other.id, other);
      }
    }
    return [...found.values()];
  }
}

/**
 * Who of the index may be this person, likeliest first: for a customer who is just being entered. Compares
 * at most 20 people per key, whatever the size of the index.
 */
export function candidatesFor(person: Person, index: MatchIndex, model: Model, from = 0.5): Match[] {
  const prepared = prepare(person);
  return index
    .sharing(prepared)
    .map((other) => ({
      first: person.id,
      second: other.id,
      ...score(model, compare(prepared, other), prepared, other),
    }))
    .filter(({ probability }) => probability >= from)
    .sort((a, b) => b.weight - a.weight || (a.second < b.second ? -1 : 1));
}

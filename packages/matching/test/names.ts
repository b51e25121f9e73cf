import { readFileSync } from 'node:fs';
import { nameKey, nameSimilarity, sameNameFrom } from '../src/index.ts';
import { type Quality, quality } from './febrl.ts';

export interface NamePair {
  first: string;
  second: string;
  same: boolean;
  region: string;
}

/** The name pairs made for the project. */
export function namePairs(): NamePair[] {
  const text = readFileSync(new URL('names.csv', import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [first = '', second = '', same, region = ''] = line.split(',');
      return { first, second, same: same === '1', region };
    });
}

/** Takes pairs for one name from `sameNameFrom` on, and says how often that is right. */
export function judgeNames(): Quality & {
  pairs: number;
  same: number;
  oneKey: number;
  wrong: (NamePair & { similarity: number })[];
} {
  const judged = namePairs().map((pair) => ({
    ...pair,
    similarity: nameSimilarity(pair.first, pair.second),
  }));
  const same = judged.filter((pair) => pair.same);
  const found = judged.filter(({ similarity }) => similarity >= sameNameFrom);
  const right = found.filter((pair) => pair.same).length;
  return {
    ...quality(right, found.length, same.length),
    pairs: judged.length,
    same: same.length,
    oneKey: same.filter(({ first, second }) => nameKey(first) === nameKey(second)).length,
    wrong: judged.filter((pair) => pair.same !== pair.similarity >= sameNameFrom),
  };
}

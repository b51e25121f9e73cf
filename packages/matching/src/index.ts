/**
 * Finding people who stand twice, without labels, across Arabic and Latin script. Pure functions: no I/O,
 * no clock, the same result for the same input. The README says how it works and what it reaches.
 */
export { blockAtMost } from './blocking/candidates.ts';
export { blockingKeys } from './blocking/keys.ts';
export { type Field, fields, type Level, levels } from './compare/levels.ts';
export { type Prepared, prepare } from './compare/prepare.ts';
export { clusters, type ScoredPair } from './link/clusters.ts';
export {
  findDuplicates,
  linkFiles,
  type Match,
  type Options,
  scorePair,
  scorePrepared,
} from './link/match.ts';
export { candidatesFor, MatchIndex } from './link/match-index.ts';
export type { Model, Reason, Score } from './model/model.ts';
export { nameKey, nameKeyVersion } from './names/key.ts';
export { nameSimilarity, sameNameFrom } from './names/similarity.ts';
export type { Person, PersonAddress, PersonName } from './person.ts';

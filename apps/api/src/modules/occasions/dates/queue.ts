/** The round over the dates of a store (keep.ts). */
export const keepQueue = 'occasions.keep';

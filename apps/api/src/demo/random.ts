/** Repeatable random numbers: the same seed and label give the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** Whole number from `from` to `to`, both included. */
  integer(from: number, to: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Index of `cumulative` (rising sums of weights) in proportion to the weights. */
  weighted(cumulative: readonly number[]): number;
  normal(): number;
  /** Gamma of shape k > 0 and mean k: scale 1. */
  gamma(shape: number): number;
  /** Beta(a, b): a share in (0, 1). */
  beta(a: number, b: number): number;
  /** Logarithmic normal with median 1; `sigma` is the deviation of the logarithm. */
  logNormal(sigma: number): number;
  exponential(mean: number): number;
  /** A generator of its own: what one part draws does not shift what another gets. */
  fork(label: string): Random;
}

/** A generator for `seed` (a whole number) and `label`. sfc32 of Chris Doty-Humphrey's PractRand, public domain. */
export function makeRandom(seed: number, label = ''): Random {
  const state = seedState(seed, label);
  const next = () => sfc32(state) / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const gamma = (shape: number) => gammaOf(shape, next, normal);
  return {
    next,
    integer: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (p) => next() < p,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    weighted: (cumulative) => {
      const at = next() * (cumulative.at(-1) ?? 0);
      return firstAbove(cumulative, at);
    },
    normal,
    gamma,
    beta: (a, b) => {
      const x = gamma(a);
      return x / (x + gamma(b));
    },
    logNormal: (sigma) => Math.exp(sigma * normal()),
    exponential: (mean) => -mean * Math.log(1 - next()),
    fork: (part) => makeRandom(seed, `${label}/${part}`),
  };
}

/** Index of the first element above `value` in a rising list; the last index where none is. */
export function firstAbove(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Rising sums of weights, for `Random.weighted`. */
export function cumulate(weights: readonly number[]): number[] {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}

/** The seed and the label's FNV-1a hash, spread over sfc32's state; 12 rounds mix them. */
function seedState(seed: number, label: string): Uint32Array {
  let hash = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
  const state = Uint32Array.of(seed, Math.floor(seed / 2 ** 32), hash, 1);
  for (let round = 0; round < 12; round++) sfc32(state);
  return state;
}

function sfc32(state: Uint32Array): number {
  const [a = 0, b = 0, c = 0, counter = 0] = state;
  const result = (a + b + counter) >>> 0;
  state[0] = b ^ (b >>> 9);
  state[1] = c + (c << 3);
  state[2] = ((c << 21) | (c >>> 11)) + result;
  state[3] = counter + 1;
  return result;
}

/** Marsaglia and Tsang, "A simple method for generating gamma variables" (2000). */
function gammaOf(shape: number, next: () => number, normal: () => number): number {
  if (shape < 1) return gammaOf(shape + 1, next, normal) * (1 - next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

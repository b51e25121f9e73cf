/** Random values that are the same in every run and on every machine. */
export interface Random {
  /** Uniform in (0, 1). */
  uniform(): number;
  normal(): number;
  exponential(rate: number): number;
  /** Gamma with this shape and rate. */
  gamma(shape: number, rate: number): number;
  beta(a: number, b: number): number;
  /** Whole number in [0, below). */
  below(limit: number): number;
  /** The numbers 0 to size − 1 in random order. */
  order(size: number): Uint32Array;
}

/** A generator from a seed: sfc32 (Doty-Humphrey, PractRand), 128 bits of state, run in by twelve steps. */
export function randomFrom(seed: number): Random {
  const uniform = sfc32(seed);
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const below = (limit: number) => Math.floor(uniform() * limit);
  const gamma = (shape: number, rate: number): number => {
    // Below one the density has a pole: draw for shape + 1 and shrink (Marsaglia & Tsang 2000, section 6).
    if (shape < 1) return gamma(shape + 1, rate) * uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const z = normal();
      const v = (1 + c * z) ** 3;
      if (v > 0 && Math.log(uniform()) < z * z * 0.5 + d - d * v + d * Math.log(v)) return (d * v) / rate;
    }
  };
  return {
    uniform,
    normal,
    below,
    gamma,
    exponential: (rate) => -Math.log(uniform()) / rate,
    beta(a, b) {
      const left = gamma(a, 1);
      return left / (left + gamma(b, 1));
    },
    order(size) {
      const order = Uint32Array.from({ length: size }, (_, i) => i);
      for (let i = size - 1; i > 0; i--) {
        const other = below(i + 1);
        const kept = order[i]!;
        order[i] = order[other]!;
        order[other] = kept;
      }
      return order;
    },
  };
}

function sfc32(seed: number): () => number {
  let a = seed | 0;
  let b = (seed / 2 ** 32) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = () => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + result) | 0;
    return result;
  };
  for (let i = 0; i < 12; i++) next();
  // The half keeps 0 and 1 out, whose logarithms are of no use.
  return () => ((next() >>> 0) + 0.5) / 2 ** 32;
}

import { studentQuantile } from './student.ts';

/**
 * What is known of a group: for each member an outcome (as revenue since an offer began) and a figure from
 * before it (as revenue in the same span), both measured alike in either group. Sums over members are enough, so
 * a database can make them: `avg`, `var_samp`, `covar_samp`.
 */
export interface GroupMoments {
  size: number;
  /** Of the outcome. */
  mean: number;
  /** Sample variance of the outcome (divided by size − 1). */
  variance: number;
  /** Of the figure from before. */
  priorMean: number;
  priorVariance: number;
  /** Sample covariance of the two. */
  covariance: number;
}

export interface Interval {
  low: number;
  high: number;
}

export interface Lift {
  /** Difference of the means a member of the treated group, adjusted. */
  perMember: number;
  perMemberInterval: Interval;
  /** Over the treated group. */
  total: number;
  totalInterval: Interval;
  standardError: number;
  degreesOfFreedom: number;
  /** Whether the figures from before made the estimate sharper; without them it is the plain difference. */
  adjusted: boolean;
}

/**
 * What a treatment brought, against a control group drawn at random.
 *
 * CUPED (Deng, Xu, Kohavi & Walker 2013, "Improving the sensitivity of online controlled experiments by utilizing
 * pre-experiment data", section 3.2): each outcome y is replaced by y − θ(x − x̄), with x the figure from before and
 * θ = cov(x, y) / var(x), pooled within the groups; chance kept x apart from the assignment, so the difference of
 * means stays unbiased, and its variance falls by the part that x explains. Then the difference of two means with
 * unequal variances (Welch 1947): standard error √(s₁²/n₁ + s₀²/n₀), degrees of freedom by Satterthwaite, and the
 * quantile of Student's distribution.
 * @returns undefined where a group has fewer than two members, as its variance is then unknown
 */
export function liftOf(treated: GroupMoments, control: GroupMoments, confidence = 0.95): Lift | undefined {
  if (treated.size < 2 || control.size < 2) return undefined;
  const slope = pooledSlope(treated, control);
  const perMember = treated.mean - control.mean - slope * (treated.priorMean - control.priorMean);
  const [a, b] = [squaredError(treated, slope), squaredError(control, slope)];
  const standardError = Math.sqrt(a + b);
  const degreesOfFreedom =
    standardError === 0
      ? treated.size + control.size - 2
      : (a + b) ** 2 / (a ** 2 / (treated.size - 1) + b ** 2 / (control.size - 1));
  const half = studentQuantile(0.5 + confidence / 2, degreesOfFreedom) * standardError;
  const perMemberInterval = { low: perMember - half, high: perMember + half };
  return {
    perMember,
    perMemberInterval,
    total: perMember * treated.size,
    totalInterval: { low: perMemberInterval.low * treated.size, high: perMemberInterval.high * treated.size },
    standardError,
    degreesOfFreedom,
    adjusted: slope !== 0,
  };
}

/** θ, pooled within the groups; 0 where nothing was measured before. */
function pooledSlope(treated: GroupMoments, control: GroupMoments): number {
  const within = (of: (group: GroupMoments) => number) =>
    (treated.size - 1) * of(treated) + (control.size - 1) * of(control);
  const spread = within((group) => group.priorVariance);
  return spread > 0 ? within((group) => group.covariance) / spread : 0;
}

/** Squared standard error of a group's adjusted mean. */
function squaredError(group: GroupMoments, slope: number): number {
  const variance = group.variance - 2 * slope * group.covariance + slope ** 2 * group.priorVariance;
  // Rounding can bring a variance of zero below it.
  return Math.max(0, variance) / group.size;
}

/** The moments of a group from its members. */
export function momentsOf(members: readonly { outcome: number; prior: number }[]): GroupMoments {
  const size = members.length;
  const mean = members.reduce((sum, member) => sum + member.outcome, 0) / size;
  const priorMean = members.reduce((sum, member) => sum + member.prior, 0) / size;
  const spread = (of: (member: { outcome: number; prior: number }) => number) =>
    members.reduce((sum, member) => sum + of(member), 0) / (size - 1);
  return {
    size,
    mean,
    priorMean,
    variance: spread(({ outcome }) => (outcome - mean) ** 2),
    priorVariance: spread(({ prior }) => (prior - priorMean) ** 2),
    covariance: spread(({ outcome, prior }) => (outcome - mean) * (prior - priorMean)),
  };
}

import type { Objective } from '../numeric/bfgs.ts';
import type { HistoryGroups } from './history.ts';

/**
 * Minus the mean log-likelihood per customer of the BG/NBD model, of ln r, ln α, ln a, ln b, with its gradient.
 * Fader, Hardie & Lee, "Counting Your Customers" the Easy Way, Marketing Science 24 (2005), equation 6:
 *
 *   L = Γ(r+x) α^r / Γ(r) · B(a, b+x) / B(a, b) · [ (α+T)^−(r+x) + [x>0] · a/(b+x−1) · (α+t_x)^−(r+x) ]
 *
 * The quotients of gamma functions are taken as sums, Σ ln(r+j) and Σ ln((b+j)/(a+b+j)) for j < x, which keep
 * their digits where b grows without bound; the bracket is summed in logarithms.
 */
export function bgNbdObjective(groups: HistoryGroups): Objective {
  const { repeats, lastAt, age, count, customers } = groups;
  return (point, gradient) => {
    const r = Math.exp(point[0]!);
    const alpha = Math.exp(point[1]!);
    const a = Math.exp(point[2]!);
    const b = Math.exp(point[3]!);
    const logAlpha = point[1]!;
    let total = 0;
    let byR = 0;
    let byAlpha = 0;
    let byA = 0;
    let byB = 0;
    // Of the present x, grown as x grows: the groups are sorted by it.
    let x = 0;
    let logRising = 0;
    let logStaying = 0;
    let sumR = 0;
    let sumB = 0;
    let sumAB = 0;
    for (let i = 0; i < count.length; i++) {
      for (; x < repeats[i]!; x++) {
        logRising += Math.log(r + x);
        logStaying += Math.log((b + x) / (a + b + x));
        sumR += 1 / (r + x);
        sumB += 1 / (b + x);
        sumAB += 1 / (a + b + x);
      }
      const n = count[i]!;
      const end = alpha + age[i]!;
      const logEnd = Math.log(end);
      const shape = r + x;
      if (x === 0) {
        total += n * r * (logAlpha - logEnd);
        byR += n * (logAlpha - logEnd);
        byAlpha += n * (r / alpha - r / end);
        continue;
      }
      const last = alpha + lastAt[i]!;
      const logLast = Math.log(last);
      const alive = -shape * logEnd;
      const gone = Math.log(a / (b + x - 1)) - shape * logLast;
      const most = Math.max(alive, gone);
      const bracket = most + Math.log1p(Math.exp(-Math.abs(alive - gone)));
      const shareGone = Math.exp(gone - bracket);
      const shareAlive = Math.exp(alive - bracket);
      total += n * (r * logAlpha + logRising + logStaying + bracket);
      byR += n * (logAlpha + sumR - shareAlive * logEnd - shareGone * logLast);
      byAlpha += n * (r / alpha - shape * (shareAlive / end + shareGone / last));
      byA += n * (shareGone / a - sumAB);
      byB += n * (sumB - sumAB - shareGone / (b + x - 1));
    }
    gradient[0] = (-byR * r) / customers;
    gradient[1] = (-byAlpha * alpha) / customers;
    gradient[2] = (-byA * a) / customers;
    gradient[3] = (-byB * b) / customers;
    return -total / customers;
  };
}

/**
 * Minus the mean log-likelihood per customer of the NBD model, of ln r and ln α, with its gradient: the BG/NBD
 * without dropout, L = Γ(r+x) α^r / (Γ(r) (α+T)^(r+x)). Ehrenberg, The Pattern of Consumer Purchases, Applied
 * Statistics 8 (1959), here for the times of the purchases, so that it stands beside the BG/NBD's likelihood.
 */
export function nbdObjective(groups: HistoryGroups): Objective {
  const { repeats, age, count, customers } = groups;
  return (point, gradient) => {
    const r = Math.exp(point[0]!);
    const alpha = Math.exp(point[1]!);
    let total = 0;
    let byR = 0;
    let byAlpha = 0;
    let x = 0;
    let logRising = 0;
    let sumR = 0;
    for (let i = 0; i < count.length; i++) {
      for (; x < repeats[i]!; x++) {
        logRising += Math.log(r + x);
        sumR += 1 / (r + x);
      }
      const n = count[i]!;
      const end = alpha + age[i]!;
      const logEnd = Math.log(end);
      total += n * (r * point[1]! + logRising - (r + x) * logEnd);
      byR += n * (point[1]! + sumR - logEnd);
      byAlpha += n * (r / alpha - (r + x) / end);
    }
    gradient[0] = (-byR * r) / customers;
    gradient[1] = (-byAlpha * alpha) / customers;
    return -total / customers;
  };
}

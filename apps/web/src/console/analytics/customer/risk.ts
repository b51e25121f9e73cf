/** How high a risk of churn is; the borders are those of the API's `churn.level`. */
export function riskOf(probability: number): 'low' | 'medium' | 'high' {
  if (probability >= 0.7) return 'high';
  return probability >= 0.4 ? 'medium' : 'low';
}

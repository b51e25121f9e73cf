import type { CustomerPrediction } from '@wafa/contract';
import { useText } from '../../../shared/hooks.ts';
import { useAmounts } from '../parts/amounts.ts';

type Moved = CustomerPrediction['churn']['moved'][number];
type History = NonNullable<CustomerPrediction['history']>;

const dayMs = 86_400_000;

/**
 * What moved a risk of churn, in the language of the screen; the API's own sentence is in that of the
 * person's setting. The number of lines is not in the answer, so its sentence goes without.
 */
export function useMoved(currency: string) {
  const text = useText();
  const { exact } = useAmounts(currency);
  return ({ feature, logOdds }: Moved, history: History): string => {
    const way = logOdds > 0 ? 'raises' : 'lowers';
    if (feature === 'lines') return text(`console.insight.lines_${way}`);
    const value = {
      recency: (Date.parse(history.untilDay) - Date.parse(history.lastDay)) / dayMs,
      frequency: history.purchases,
      money: exact(history.spent),
    }[feature];
    return text(`prediction.moved.${feature}.${way}`, { value });
  };
}

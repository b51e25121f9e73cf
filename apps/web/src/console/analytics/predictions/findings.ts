import type { PredictionModelReply } from '@wafa/contract';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { useAmounts } from '../parts/amounts.ts';
import { findingsOf, type Said } from './fit-report.ts';

/** Makes the findings about a model into sentences of the language. */
export function useFindings(currency: string) {
  const text = useText();
  const { number, percent } = useFormat();
  const { exact } = useAmounts(currency);
  const write = ({ kind, value }: Said): string => {
    if (kind === 'share') return percent(value, { decimals: value < 0.1 ? 1 : 0 });
    if (kind === 'money') return exact(Math.round(value));
    return number(value);
  };
  return (model: PredictionModelReply) =>
    findingsOf(model).map(({ words, figures, isWarning }) => ({
      words: text(
        `console.predictions.${words}`,
        Object.fromEntries(Object.entries(figures).map(([name, said]) => [name, write(said)])),
      ),
      isWarning,
    }));
}

import type { PredictionModelReply, RevenueForecast } from '@wafa/contract';
import { useFormat, useLanguage, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { useAmounts } from '../parts/amounts.ts';
import { Figures } from '../parts/figures.tsx';

interface ForecastProps {
  data: RevenueForecast | undefined;
  error: unknown;
  refetch: () => void;
  /** The model of orders to come; where there could be none, its reason is the forecast's. */
  purchases: PredictionModelReply | undefined;
}

/** What the scored customers are expected to spend in the coming year, or why nothing can be said. */
export function Forecast({ data, error, refetch, purchases }: ForecastProps) {
  const text = useText();
  const language = useLanguage();
  if (!data) return <Pending error={error} retry={refetch} rows={1} />;
  if (data.forecast) return <Expected {...data} forecast={data.forecast} />;
  const why = purchases?.name === null ? purchases.reason : null;
  return (
    <section className="panel p-4" aria-label={text('console.predictions.forecast')}>
      <h2 className="text-16 font-semibold">{text('console.predictions.no_forecast')}</h2>
      <p className="text-soft">{why ? text(`prediction.reason.${why.code}`) : data.reason?.text[language]}</p>
    </section>
  );
}

type Known = Omit<RevenueForecast, 'forecast'> & { forecast: NonNullable<RevenueForecast['forecast']> };

function Expected({ forecast, currency, horizonDays }: Known) {
  const text = useText();
  const { number, percent, date } = useFormat();
  const { round } = useAmounts(currency);
  const { spend, past, orders, customers, coverage, scoredFrom } = forecast;
  return (
    <Figures
      label={text('console.predictions.forecast')}
      figures={[
        {
          label: text('console.predictions.expected_spend', { count: horizonDays }),
          value: round(spend),
          note: text('console.predictions.expected_note'),
        },
        {
          label: text('console.predictions.past', { count: horizonDays }),
          value: round(past),
          note: text('console.predictions.past_note'),
        },
        {
          label: text('console.predictions.expected_orders'),
          value: number(Math.round(orders)),
        },
        {
          label: text('console.predictions.scored'),
          value: number(customers),
          note: text('console.predictions.scored_note', {
            share: coverage === null ? '–' : percent(coverage),
            day: date(scoredFrom),
          }),
        },
      ]}
    />
  );
}

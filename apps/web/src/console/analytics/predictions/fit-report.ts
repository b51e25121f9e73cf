import type { PredictionModelReply } from '@wafa/contract';

/** A figure of a sentence, written by what it is: a share, a count, money in minor units, a plain number. */
export type Said = { kind: 'share' | 'count' | 'money' | 'number'; value: number };

/** A sentence about a model: the key of its words below `console.predictions.`, and its figures. */
export interface Finding {
  words: string;
  figures: Readonly<Record<string, Said>>;
  /** Something to be careful about. */
  isWarning?: boolean;
}

/** What lies at a path of the report; reports are JSON whose shape depends on the model. */
function at(report: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    report,
  );
}

/** The number at a path of a report; null where there is none. */
export function numberAt(report: unknown, ...path: (string | number)[]): number | null {
  const found = at(report, path);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

const share = (value: number): Said => ({ kind: 'share', value });
const count = (value: number): Said => ({ kind: 'count', value });

/** The finding with these figures; nothing where one of them is not there. */
function finding(words: string, figures: Record<string, Said | null>, isWarning = false): Finding[] {
  const known = Object.entries(figures).flatMap(([name, said]) => (said ? [[name, said] as const] : []));
  return known.length === Object.keys(figures).length
    ? [{ words, figures: Object.fromEntries(known), isWarning }]
    : [];
}

const or = (value: number | null, make: (value: number) => Said) => (value === null ? null : make(value));

/** What the report of a fit says, most telling first; nothing of a model that there is not. */
export function findingsOf(
  model: Pick<PredictionModelReply, 'kind' | 'name' | 'report' | 'parameters'>,
): Finding[] {
  if (model.name === null) return missing(model);
  const said = {
    purchases: ofPurchases,
    spend: ofSpend,
    churn: ofChurn,
    discover: ofDiscover,
    buy_again: ofBuyAgain,
  }[model.kind](model.report, model.parameters);
  return model.report.converged === false
    ? [...said, { words: 'says_unsettled', figures: {}, isWarning: true }]
    : said;
}

/** What was counted where it was too little. */
function missing({ report }: Pick<PredictionModelReply, 'report'>): Finding[] {
  return [
    ...finding('says_repeaters_needed', {
      repeaters: or(numberAt(report, 'repeaters'), count),
      needed: or(numberAt(report, 'needed'), count),
    }),
    ...finding('says_examples', {
      churned: or(numberAt(report, 'churned'), count),
      stayed: or(numberAt(report, 'stayed'), count),
    }),
  ];
}

type Report = PredictionModelReply['report'];

function ofPurchases(report: Report): Finding[] {
  const actual = numberAt(report, 'holdout', 'actual');
  const predicted = numberAt(report, 'holdout', 'predicted');
  const dropout = numberAt(report, 'meanDropout');
  return [
    ...(actual === null
      ? [{ words: 'says_no_holdout', figures: {} }]
      : finding('says_purchases', {
          days: or(numberAt(report, 'holdout', 'days'), count),
          predicted: or(predicted, (value) => count(Math.round(value))),
          actual: count(actual),
        })),
    ...finding('says_error', {
      error: or(numberAt(report, 'holdout', 'meanAbsoluteError'), (value) => ({ kind: 'number', value })),
    }),
    ...finding('says_dropout', { share: or(dropout, share) }),
  ];
}

function ofSpend(report: Report, { p = 0, q = 0, v = 0 }: Readonly<Record<string, number>>): Finding[] {
  const correlation = or(numberAt(report, 'independence', 'correlation'), (value) => ({
    kind: 'number',
    value,
  }));
  const holds = at(report, ['independence', 'acceptable']) === true;
  return [
    // The mean of the Gamma-Gamma over all customers; there is none for q up to 1.
    ...(q > 1 ? finding('says_mean', { amount: { kind: 'money', value: (p * v) / (q - 1) } }) : []),
    ...finding(holds ? 'says_independent' : 'says_dependent', { correlation }, !holds),
  ];
}

function ofChurn(report: Report): Finding[] {
  const place = numberAt(report, 'holdout', 'auc', 'value') === null ? 'outOfFold' : 'holdout';
  const auc = (name: string) => or(numberAt(report, place, 'auc', name), share);
  const top = (name: string) => or(numberAt(report, place, 'top', 0, name), share);
  return [
    ...finding('says_ranks', { share: auc('value'), low: auc('low'), high: auc('high') }),
    ...finding('says_top', { top: top('top'), precision: top('precision'), recall: top('recall') }),
    { words: place === 'holdout' ? 'says_tested_later' : 'says_tested_others', figures: {} },
  ];
}

function ofDiscover(report: Report): Finding[] {
  const leftOut = numberAt(report, 'leftOut') ?? 0;
  const recall = or(numberAt(report, 'recall', 0, 'recall'), share);
  const length = or(numberAt(report, 'recall', 0, 'at'), count);
  const popular = or(numberAt(report, 'recallByPopularity', 0, 'recall'), share);
  const both = finding('says_discover', { recall, length, popular });
  return [
    ...(both.length > 0 ? both : [{ words: 'says_no_baskets', figures: {} }]),
    ...(leftOut > 0 ? finding('says_left_out', { count: count(leftOut) }) : []),
  ];
}

function ofBuyAgain(report: Report): Finding[] {
  const found = finding('says_again', {
    recall: or(numberAt(report, 'recall', 0, 'recall'), share),
    length: or(numberAt(report, 'recall', 0, 'at'), count),
  });
  return found.length > 0 ? found : [{ words: 'says_no_baskets', figures: {} }];
}

/** Tenths of the customers by what was said of them: probability, what came, how many. */
export function calibrationOf(report: Report): { said: number; seen: number; customers: number }[] {
  const place = numberAt(report, 'holdout', 'auc', 'value') === null ? 'outOfFold' : 'holdout';
  return tableAt(report, [place, 'calibration'], ['said', 'seen', 'customers']);
}

/** Purchases foretold and come by how often the customers had come back. */
export function binsOf(
  report: Report,
): { repeats: string; customers: number; meanPredicted: number; meanActual: number }[] {
  const rows = tableAt(report, ['holdout', 'bins'], ['customers', 'meanPredicted', 'meanActual']);
  return rows.map((row, index) => ({
    ...row,
    repeats: String(at(report, ['holdout', 'bins', index, 'repeats'])),
  }));
}

function tableAt<N extends string>(
  report: Report,
  path: readonly string[],
  names: readonly N[],
): Record<N, number>[] {
  const rows = at(report, path);
  if (!Array.isArray(rows)) return [];
  return rows.map(
    (row) => Object.fromEntries(names.map((name) => [name, numberAt(row, name) ?? 0])) as Record<N, number>,
  );
}

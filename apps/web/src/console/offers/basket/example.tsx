import { Form, type FormInstance } from 'antd';
import { useEffect, useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { asFailure, reasonText, useFormat, useText } from '../../../shared/hooks.ts';
import { useRested } from '../../shared/rested.ts';
import { useStore } from '../../shared/store.ts';
import { fromFields } from '../form/offer-fields.ts';
import { blankLine, type ExampleLine, lineOf, linesToTry, termsToTry } from './basket.ts';
import { Lines } from './lines.tsx';
import { Outcome } from './outcome.tsx';

/** Typing rests this long before the basket is asked about. */
const restMs = 300;

/** What a basket would become under the terms as they stand in the form, before they are saved. */
export function Example({ form }: { form: FormInstance }) {
  const text = useText();
  const { currency, timeZone } = useStore();
  const values = (Form.useWatch([], form) ?? {}) as Record<string, unknown>;
  const [lines, setLines] = useExampleLines();
  const terms = useRested(termsToTry(fromFields(values, { currency, timeZone })), restMs);
  const asked = useRested(linesToTry(lines, currency), restMs);
  const { data, error, isFetching } = useRead(
    endpoints.offers.tryTerms,
    { terms: terms as NonNullable<typeof terms>, lines: asked },
    { skip: terms === null || asked.length === 0 },
  );
  const failure = asFailure(error);
  return (
    <aside
      className="panel grid content-start gap-4 p-4 desk:sticky desk:top-4"
      aria-label={text('console.offers.example')}
    >
      <header>
        <h2 className="text-16 font-semibold">{text('console.offers.example')}</h2>
        <p className="text-soft">{text('console.offers.example_lead')}</p>
      </header>
      <Lines lines={lines} onChange={setLines} />
      {terms === null ? (
        <p className="border-t border-line pt-3 text-soft">{text('console.offers.example_unfinished')}</p>
      ) : null}
      {failure ? (
        <p role="alert" className="rounded-control bg-danger-soft px-3 py-2 text-ink">
          {reasonText(text, failure)}
        </p>
      ) : null}
      {data && terms !== null && !failure ? (
        <div aria-busy={isFetching} aria-live="polite" className={isFetching ? 'opacity-60' : ''}>
          <Outcome outcome={data} lines={lines} />
        </div>
      ) : null}
    </aside>
  );
}

/** Starts with two products of the store, so that the example is about what it sells. */
function useExampleLines(): [readonly ExampleLine[], (lines: readonly ExampleLine[]) => void] {
  const { language } = useFormat();
  const { may } = useStore();
  const [lines, setLines] = useState<readonly ExampleLine[] | null>(null);
  const { data } = useRead(
    endpoints.catalogue.list,
    { limit: 2, isActive: 'true' },
    { skip: !may('catalogue.read') },
  );
  useEffect(() => {
    if (data)
      setLines((known) => known ?? data.products.map((product, at) => lineOf(product, language, at + 1)));
  }, [data, language]);
  return [lines && lines.length > 0 ? lines : [blank], setLines];
}

const blank = blankLine();

import type { contract, EarnRule, OutputOf, Program, QuotedRule } from '@wafa/contract';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { asFailure, reasonText, useFormat, useText } from '../../../shared/hooks.ts';
import { Icon } from '../../../shared/ui/icon.tsx';
import { useLocationNames } from '../../shared/location-names.ts';
import { instantOf } from '../../shared/moments.ts';
import { useRested } from '../../shared/rested.ts';
import { useStore } from '../../shared/store.ts';
import { type Basket, blankBasket, blankLine, questionOf } from './basket.ts';
import { useRuleWords } from './rule-words.ts';

/** Typing rests this long before the basket is asked about. */
const restMs = 300;

/** What a basket would earn by the rules of the draft, and why each rule gives its points or none. */
export function DryRun({ programme, rules }: { programme: Program; rules: readonly EarnRule[] }) {
  const text = useText();
  const { currency, timeZone } = useStore();
  const [basket, setBasket] = useState<Basket>(blankBasket);
  const question = useRested(questionOf(basket, currency, instantOf(basket.at, timeZone)), restMs);
  const { data, error, isFetching } = useRead(
    endpoints.loyalty.quoteProgram,
    { programId: programme.id, ...question, rules: [...rules] },
    { skip: question.lines.length === 0 },
  );
  const failure = asFailure(error);
  return (
    <aside
      className="panel grid gap-4 p-4 desk:sticky desk:top-4"
      aria-label={text('console.loyalty.dry_run')}
    >
      <header>
        <h2 className="text-16 font-semibold">{text('console.loyalty.dry_run')}</h2>
        <p className="text-soft">{text('console.loyalty.dry_run_lead')}</p>
      </header>
      <BasketFields basket={basket} programme={programme} onChange={setBasket} />
      {failure ? (
        <p role="alert" className="rounded-control bg-danger-soft px-3 py-2 text-ink">
          {reasonText(text, failure)}
        </p>
      ) : null}
      {data && !failure ? (
        <div aria-busy={isFetching} aria-live="polite" className={isFetching ? 'opacity-60' : ''}>
          <Answer programme={programme} rules={rules} quote={data} />
        </div>
      ) : null}
    </aside>
  );
}

interface BasketFieldsProps {
  basket: Basket;
  programme: Program;
  onChange: (basket: Basket) => void;
}

function BasketFields({ basket, programme, onChange }: BasketFieldsProps) {
  const text = useText();
  const { language } = useFormat();
  const locations = useLocationNames();
  const set = (changes: Partial<Basket>) => onChange({ ...basket, ...changes });
  return (
    <div className="grid gap-3">
      <Lines lines={basket.lines} onChange={(lines) => set({ lines })} />
      <div className="grid grid-cols-2 gap-3">
        <Labelled label={text('console.loyalty.tier')}>
          <Select
            className="w-full"
            allowClear
            placeholder={text('console.loyalty.no_tier')}
            value={basket.tier}
            options={programme.tiers.map(({ key, name }) => ({ value: key, label: name[language] }))}
            onChange={(tier) => set({ tier })}
            aria-label={text('console.loyalty.tier')}
          />
        </Labelled>
        <Labelled label={text('console.loyalty.when_locations')}>
          <Select
            className="w-full"
            allowClear
            placeholder={text('console.loyalty.none')}
            value={basket.locationId}
            options={locations}
            onChange={(locationId) => set({ locationId })}
            aria-label={text('console.loyalty.when_locations')}
          />
        </Labelled>
      </div>
      <Labelled label={text('console.loyalty.at')}>
        <Input
          type="datetime-local"
          dir="ltr"
          value={basket.at}
          aria-label={text('console.loyalty.at')}
          onChange={(event) => set({ at: event.target.value })}
        />
      </Labelled>
      <Labelled label={text('console.loyalty.segments')}>
        <Select
          className="w-full"
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', ' ']}
          placeholder={text('console.loyalty.none')}
          value={basket.segments}
          onChange={(segments) => set({ segments })}
          aria-label={text('console.loyalty.segments')}
        />
      </Labelled>
      <Checkbox checked={basket.firstOrder} onChange={(event) => set({ firstOrder: event.target.checked })}>
        {text('console.loyalty.first_order')}
      </Checkbox>
    </div>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-1">
      <span className="text-12 text-soft">{label}</span>
      {children}
    </div>
  );
}

interface LinesProps {
  lines: Basket['lines'];
  onChange: (lines: Basket['lines']) => void;
}

function Lines({ lines, onChange }: LinesProps) {
  const text = useText();
  const { currency } = useStore();
  const put = (key: string, changes: Partial<Basket['lines'][number]>) =>
    onChange(lines.map((line) => (line.key === key ? { ...line, ...changes } : line)));
  return (
    <div className="grid gap-2">
      {lines.map((line, at) => (
        <div
          key={line.key}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.1fr)_auto] gap-2"
        >
          <Input
            value={line.category}
            placeholder={text('console.loyalty.category')}
            aria-label={text('console.loyalty.line_category', { line: at + 1 })}
            onChange={(event) => put(line.key, { category: event.target.value })}
          />
          <Input
            value={line.sku}
            dir="ltr"
            placeholder={text('console.loyalty.sku')}
            aria-label={text('console.loyalty.line_sku', { line: at + 1 })}
            onChange={(event) => put(line.key, { sku: event.target.value })}
          />
          <InputNumber<number>
            className="!w-full"
            controls={false}
            min={0}
            value={line.total}
            suffix={currency}
            aria-label={text('console.loyalty.line_total', { line: at + 1 })}
            onChange={(total) => put(line.key, { total })}
          />
          <Button
            type="text"
            disabled={lines.length === 1}
            icon={<Icon name="close" size={16} />}
            aria-label={text('console.loyalty.remove')}
            onClick={() => onChange(lines.filter(({ key }) => key !== line.key))}
          />
        </div>
      ))}
      <Button type="dashed" onClick={() => onChange([...lines, blankLine()])}>
        {text('console.loyalty.add_line')}
      </Button>
    </div>
  );
}

interface AnswerProps {
  programme: Program;
  rules: readonly EarnRule[];
  quote: OutputOf<typeof contract.loyalty.quoteProgram>;
}

function Answer({ programme, rules, quote }: AnswerProps) {
  const text = useText();
  const { points, number } = useFormat();
  return (
    <>
      <p className="border-t border-line pt-3">
        <span className="text-32 font-semibold tight">
          <bdi>{points(quote.points)}</bdi>
        </span>{' '}
        <span className="text-soft">{text('unit.points', { count: quote.points })}</span>
      </p>
      <p className="flex justify-between gap-3 py-2">
        <span>
          {text('console.loyalty.by_rate')}
          {quote.multiplierPercent === 100 ? null : (
            <span className="text-soft">
              {' '}
              {text('loyalty.times', { times: number(quote.multiplierPercent / 100) })}
            </span>
          )}
        </span>
        <b className="font-semibold">{points(quote.base)}</b>
      </p>
      {quote.why === 'applied' ? null : <p className="text-soft">{text(`earning.programme.${quote.why}`)}</p>}
      <ul>
        {quote.rules.map((quoted) => (
          <QuotedRow
            key={quoted.id}
            quoted={quoted}
            programme={programme}
            rule={rules.find(({ id }) => id === quoted.id)}
          />
        ))}
      </ul>
    </>
  );
}

interface QuotedRowProps {
  quoted: QuotedRule;
  programme: Program;
  rule: EarnRule | undefined;
}

function QuotedRow({ quoted, programme, rule }: QuotedRowProps) {
  const text = useText();
  const { language, points } = useFormat();
  const words = useRuleWords(programme);
  const name =
    quoted.name?.[language] ?? (rule ? words(rule).gives : text(`console.loyalty.rule_${quoted.kind}`));
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-2 border-t border-line py-2">
      <Icon
        name={quoted.applied ? 'check' : 'close'}
        size={16}
        className={`mt-0.5 ${quoted.applied ? 'text-primary' : 'text-faint'}`}
      />
      <span className="min-w-0">
        <span className={`block font-medium ${quoted.applied ? '' : 'text-soft'}`}>
          <bdi>{name}</bdi>
        </span>
        <span className="block text-12 text-soft">{text(`earning.${quoted.why}`)}</span>
      </span>
      <b className={`font-semibold ${quoted.points > 0 ? '' : 'text-faint'}`}>
        <bdi>{points(quoted.points, { signed: true })}</bdi>
      </b>
    </li>
  );
}

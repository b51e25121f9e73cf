import { AutoComplete, Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { Glyph } from '../../shared/glyph.tsx';
import { useRested } from '../../shared/rested.ts';
import { useStore } from '../../shared/store.ts';
import { blankLine, type ExampleLine, lineOf } from './basket.ts';

interface LinesProps {
  lines: readonly ExampleLine[];
  onChange: (lines: readonly ExampleLine[]) => void;
}

/** The lines of the example: a product, how many, and what one costs. */
export function Lines({ lines, onChange }: LinesProps) {
  const text = useText();
  return (
    <div className="grid gap-3">
      {lines.map((line, at) => (
        <Line
          key={line.key}
          line={line}
          place={at + 1}
          onChange={(changed) => onChange(lines.map((each) => (each.key === line.key ? changed : each)))}
          onRemove={
            lines.length > 1 ? () => onChange(lines.filter(({ key }) => key !== line.key)) : undefined
          }
        />
      ))}
      <Button type="dashed" onClick={() => onChange([...lines, blankLine()])}>
        {text('console.loyalty.add_line')}
      </Button>
    </div>
  );
}

interface LineProps {
  line: ExampleLine;
  place: number;
  onChange: (line: ExampleLine) => void;
  onRemove: (() => void) | undefined;
}

const restMs = 250;

function Line({ line, place, onChange, onRemove }: LineProps) {
  const text = useText();
  const { language } = useFormat();
  const { currency, may } = useStore();
  const [asked, setAsked] = useState('');
  const query = useRested(asked, restMs);
  const { data } = useRead(
    endpoints.catalogue.list,
    { limit: 10, ...(query ? { query } : {}) },
    { skip: !may('catalogue.read') },
  );
  const products = data?.products ?? [];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2">
      <AutoComplete
        className="w-full"
        aria-label={text('console.offers.line_product', { line: place })}
        placeholder={text('console.offers.find_product')}
        value={line.name}
        options={products.map((product) => ({
          value: product.sku,
          label: `${(language === 'ar' && product.nameAr) || product.name} · ${product.sku}`,
        }))}
        showSearch={{ filterOption: false, onSearch: setAsked }}
        onChange={(name: string) => onChange({ ...line, name, sku: name, category: null })}
        onSelect={(sku: string) => {
          const product = products.find((each) => each.sku === sku);
          if (product) onChange({ ...lineOf(product, language, line.quantity ?? 1), key: line.key });
        }}
      />
      <Button
        type="text"
        disabled={!onRemove}
        icon={<Glyph name="close" size={16} />}
        aria-label={text('console.offers.remove_line', { line: place })}
        onClick={onRemove}
      />
      <div className="grid grid-cols-[5rem_auto_minmax(0,1fr)] items-center gap-2">
        <InputNumber<number>
          className="!w-full"
          min={1}
          max={1000}
          precision={0}
          value={line.quantity}
          aria-label={text('console.offers.line_quantity', { line: place })}
          onChange={(quantity) => onChange({ ...line, quantity })}
        />
        <span aria-hidden="true" className="text-soft">
          ×
        </span>
        <InputNumber<number>
          className="!w-full"
          controls={false}
          min={0}
          value={line.price}
          suffix={currency}
          aria-label={text('console.offers.line_price', { line: place })}
          onChange={(price) => onChange({ ...line, price })}
        />
      </div>
    </div>
  );
}

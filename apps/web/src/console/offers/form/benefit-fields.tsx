import type { OfferBenefitKind, OfferTerms } from '@wafa/contract';
import { Form, Input, Select } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { BothLanguages, NumberField } from '../../shared/fields.tsx';
import { useStore } from '../../shared/store.ts';
import { Choices, ProductChoices } from './choices.tsx';

const kinds: readonly OfferBenefitKind[] = [
  'percent',
  'amount',
  'fixed_price',
  'buy_get',
  'bonus_points',
  'points_multiplier',
  'gift',
];

/** What the offer gives. */
export function BenefitFields() {
  const text = useText();
  const kind = Form.useWatch<OfferBenefitKind | undefined>(['benefit', 'kind']) ?? 'percent';
  return (
    <>
      <Form.Item
        name={['benefit', 'kind']}
        label={text('console.offers.gives')}
        extra={text(`console.offers.kind_${kind}_text`)}
      >
        <Select options={kinds.map((value) => ({ value, label: text(`console.offers.kind_${value}`) }))} />
      </Form.Item>
      <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
        <OfKind kind={kind} />
      </div>
      {kind === 'gift' ? (
        <BothLanguages path={['benefit', 'name']} label={text('console.offers.gift_name')} max={120} />
      ) : null}
    </>
  );
}

function OfKind({ kind }: { kind: OfferBenefitKind }) {
  const text = useText();
  const { currency } = useStore();
  const field = (
    name: string,
    unit: string | undefined,
    more: { min?: number; max?: number; placeholder?: string } = {},
  ) => (
    <NumberField
      // Its own for each kind, so that a fault of one does not stay under the other.
      key={`${kind}.${name}`}
      path={['benefit', name]}
      label={text(`console.offers.benefit_${kind}_${name}`)}
      unit={unit}
      min={0}
      {...more}
    />
  );
  const open = { placeholder: text('console.loyalty.no_end') };
  switch (kind) {
    case 'percent':
      return [field('percentBp', '%', { max: 100 }), field('cap', currency, open)];
    case 'amount':
      return field('amount', currency);
    case 'fixed_price':
      return field('price', currency);
    case 'buy_get':
      return [
        field('buy', undefined, { min: 1, max: 1000 }),
        field('get', undefined, { min: 1, max: 1000 }),
        field('percentBp', '%', { max: 100, placeholder: text('console.offers.free') }),
        field('times', undefined, { min: 1, max: 1000, ...open }),
      ];
    case 'bonus_points':
      return field('points', text('console.points'), { min: 1 });
    case 'points_multiplier':
      return field('percent', '%', { min: 101, max: 10_000 });
    case 'gift':
      return [
        <Form.Item key="sku" name={['benefit', 'sku']} label={text('console.loyalty.sku')}>
          <Input dir="ltr" maxLength={100} />
        </Form.Item>,
        field('quantity', undefined, { min: 1, max: 1000 }),
      ];
  }
}

const scopes: readonly OfferTerms['scope']['kind'][] = ['basket', 'products', 'categories'];

/** What the offer is about, and what a basket has to have for it. */
export function ScopeFields() {
  const text = useText();
  const { currency, may } = useStore();
  const kind = Form.useWatch<string | undefined>(['scope', 'kind']);
  const { data } = useRead(endpoints.catalogue.categories, {}, { skip: !may('catalogue.read') });
  const categories = (data?.categories ?? []).map(({ category }) => ({ value: category, label: category }));
  return (
    <>
      <Form.Item name={['scope', 'kind']} label={text('console.offers.about')}>
        <Select options={scopes.map((value) => ({ value, label: text(`console.offers.scope_${value}`) }))} />
      </Form.Item>
      {kind === 'products' ? (
        <ProductChoices path={['scope', 'skus']} label={text('console.offers.products')} />
      ) : null}
      {kind === 'categories' ? (
        <Choices
          path={['scope', 'categories']}
          label={text('console.offers.categories')}
          options={categories}
          free
        />
      ) : null}
      <ProductChoices
        path="excludedSkus"
        label={text('console.offers.excluded_products')}
        hint={text('console.offers.excluded_products_hint')}
      />
      <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
        <NumberField
          path="minimumBasket"
          label={text('console.offers.minimum_basket')}
          hint={text('console.offers.minimum_hint')}
          unit={currency}
          min={0}
        />
        <NumberField path="minimumQuantity" label={text('console.offers.minimum_quantity')} min={1} />
      </div>
    </>
  );
}

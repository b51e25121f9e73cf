import { Form, Select } from 'antd';
import { useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { useRested } from '../../shared/rested.ts';
import { useStore } from '../../shared/store.ts';

interface ChoicesProps {
  path: string | string[];
  label: string;
  hint?: string;
  options: { value: string | number; label: string }[];
  /** Values can be typed that are not in the list. */
  free?: boolean;
  placeholder?: string;
}

/** Several values out of a list. */
export function Choices({ path, label, hint, options, free, placeholder }: ChoicesProps) {
  const text = useText();
  return (
    <Form.Item name={path} label={label} extra={hint}>
      <Select
        mode={free ? 'tags' : 'multiple'}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        options={options}
        tokenSeparators={free ? [','] : undefined}
        placeholder={placeholder ?? text('console.loyalty.any')}
      />
    </Form.Item>
  );
}

const restMs = 250;

/** Products by their skus: found by name, or typed where the catalogue does not have them. */
export function ProductChoices({ path, label, hint }: Omit<ChoicesProps, 'options'>) {
  const text = useText();
  const { language } = useFormat();
  const { may } = useStore();
  const [typed, setTyped] = useState('');
  const query = useRested(typed.trim(), restMs);
  const { data, isFetching } = useRead(
    endpoints.catalogue.list,
    { limit: 20, ...(query ? { query } : {}) },
    { skip: !may('catalogue.read') },
  );
  const options = (data?.products ?? []).map(({ sku, name, nameAr }) => ({
    value: sku,
    label: `${(language === 'ar' && nameAr) || name} · ${sku}`,
  }));
  return (
    <Form.Item name={path} label={label} extra={hint}>
      <Select
        mode="tags"
        allowClear
        showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
        optionLabelProp="value"
        loading={isFetching}
        options={options}
        tokenSeparators={[',']}
        placeholder={text('console.offers.find_product')}
        onSelect={() => setTyped('')}
      />
    </Form.Item>
  );
}

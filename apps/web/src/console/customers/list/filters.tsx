import { customerStatus, customerType } from '@wafa/contract';
import { Button, Checkbox, Input, InputNumber, Popover, Select } from 'antd';
import { type ReactNode, useCallback, useId } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { inMinor, inUnits } from '../../shared/amounts.ts';
import { ChoiceFilter } from '../../shared/filters.tsx';
import { Glyph } from '../../shared/glyph.tsx';
import { useStore } from '../../shared/store.ts';
import { SearchField } from '../parts/search-field.tsx';
import { useTiers } from '../parts/tiers.ts';
import { columnTitles } from './columns.tsx';
import { cleared, columnsOf, filterOf, isFiltered, listColumns } from './filter.ts';

export type Change = (changes: Readonly<Record<string, string | number | null | undefined>>) => void;
interface Props {
  values: Readonly<Record<string, string>>;
  change: Change;
}

/** Search, the filters that are used most, the others behind a button, and the choice of columns. */
export function Filters({ values, change }: Props) {
  const text = useText();
  const { choices: tiers } = useTiers();
  const { data } = useRead(endpoints.customers.tags, { limit: 100 });
  const search = useCallback((query: string) => change({ query, sortBy: null, sortOrder: null }), [change]);
  const tags = data?.tags.map(({ tag }) => ({ value: tag, label: tag })) ?? [];
  return (
    <div className="flex flex-wrap gap-3 pb-4">
      <SearchField
        className="!w-full desk:!w-80"
        label={text('customers.search')}
        value={values.query}
        onSearch={search}
      />
      <ChoiceFilter
        className="!min-w-36"
        label={text('console.status')}
        value={values.status}
        choices={[...customerStatus.options, 'merged'].map((value) => ({
          value,
          label: text(`customers.status.${value}`),
        }))}
        onChange={(status) => change({ status })}
      />
      <ChoiceFilter
        className="!min-w-36"
        label={text('loyalty.tier')}
        value={values.tier}
        choices={tiers}
        onChange={(tier) => change({ tier })}
      />
      <Select
        className="!min-w-40"
        mode="multiple"
        allowClear
        maxTagCount={1}
        placeholder={text('customers.tag_filter')}
        aria-label={text('customers.tag_filter')}
        value={values.tags?.split(',') ?? []}
        options={tags}
        onChange={(chosen: string[]) => change({ tags: chosen.join(',') })}
      />
      <Popover trigger="click" placement="bottom" content={<MoreFilters values={values} change={change} />}>
        <Button icon={<Glyph name="sliders" />}>{text('customers.more_filters')}</Button>
      </Popover>
      <Popover trigger="click" placement="bottom" content={<Columns values={values} change={change} />}>
        <Button>{text('customers.columns')}</Button>
      </Popover>
      {isFiltered(filterOf(values)) ? (
        <Button type="link" onClick={() => change({ ...cleared, columns: values.columns })}>
          {text('customers.clear_filters')}
        </Button>
      ) : null}
    </div>
  );
}

function MoreFilters({ values, change }: Props) {
  const text = useText();
  const { currency } = useStore();
  const amount = (name: 'totalSpentMin' | 'totalSpentMax') => (id: string) => (
    <InputNumber
      id={id}
      className="!w-full"
      controls={false}
      suffix={currency}
      value={values[name] === undefined ? null : (inUnits(Number(values[name]), currency) ?? null)}
      onChange={(units) => change({ [name]: inMinor(units, currency) })}
    />
  );
  const day = (name: string) => (id: string) => (
    <Input
      id={id}
      type="date"
      dir="ltr"
      value={values[name] ?? ''}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  );
  return (
    <div className="grid w-[min(320px,80vw)] grid-cols-2 gap-3">
      <Labelled label={text('customers.since_from')}>{day('createdFrom')}</Labelled>
      <Labelled label={text('customers.since_to')}>{day('createdTo')}</Labelled>
      <Labelled label={text('customers.visit_from')}>{day('lastVisitFrom')}</Labelled>
      <Labelled label={text('customers.visit_to')}>{day('lastVisitTo')}</Labelled>
      <Labelled label={text('customers.spent_min')}>{amount('totalSpentMin')}</Labelled>
      <Labelled label={text('customers.spent_max')}>{amount('totalSpentMax')}</Labelled>
      <Labelled label={text('customers.segment')}>
        {(id) => (
          <Input.Search
            id={id}
            allowClear
            defaultValue={values.segment}
            onSearch={(segment) => change({ segment: segment.trim() })}
          />
        )}
      </Labelled>
      <Labelled label={text('customers.type')}>
        {(id) => (
          <ChoiceFilter
            className="!min-w-36"
            id={id}
            label={text('customers.type')}
            value={values.type}
            choices={customerType.options.map((value) => ({ value, label: text(`customers.type.${value}`) }))}
            onChange={(type) => change({ type })}
          />
        )}
      </Labelled>
    </div>
  );
}

function Columns({ values, change }: Props) {
  const text = useText();
  return (
    <Checkbox.Group
      className="!grid !gap-2"
      value={[...columnsOf(values)]}
      options={listColumns.map((value) => ({ value, label: text(columnTitles[value]) }))}
      onChange={(shown) => change({ columns: shown.join(',') || 'none', page: values.page })}
    />
  );
}

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-12 text-soft">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

import { Segmented } from 'antd';
import { useText } from '../../../shared/hooks.ts';
import { useAddress } from '../../shared/address.ts';
import { DayField } from '../../shared/day-field.tsx';
import { fieldOf } from '../../shared/moments.ts';
import { useStore } from '../../shared/store.ts';
import { presets, rangeOf } from './range.ts';

/** Today by the clock of the store. */
export function useToday(): string {
  const { timeZone } = useStore();
  return (fieldOf(new Date().toISOString(), timeZone) ?? '').slice(0, 10);
}

/** The range that the page's address names. */
export function useRange() {
  const { values } = useAddress();
  return rangeOf(values, useToday());
}

/** The usual ranges, and any two days. */
export function RangePicker() {
  const text = useText();
  const today = useToday();
  const { change } = useAddress();
  const { from, to, preset } = useRange();
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Segmented<number | string>
        aria-label={text('console.analytics.range')}
        value={preset ?? ''}
        options={presets.map((value) => ({
          value,
          label:
            value === 1 ? text('console.analytics.today') : text('console.analytics.days', { count: value }),
        }))}
        onChange={(days) => change({ days, from: null, to: null })}
      />
      <span className="flex flex-wrap gap-3">
        <DayField
          label={text('console.analytics.from')}
          value={from}
          onChange={(day) => change({ from: day, to, days: null })}
        />
        <DayField
          label={text('console.analytics.to')}
          value={to}
          onChange={(day) => change({ from, to: day > today ? today : day, days: null })}
        />
      </span>
    </div>
  );
}

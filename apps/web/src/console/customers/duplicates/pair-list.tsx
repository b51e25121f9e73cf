import type { Duplicate } from '@wafa/contract';
import { isolateLtr } from '@wafa/i18n/core';
import type { KeyboardEvent } from 'react';
import { useLanguage, useText } from '../../../shared/hooks.ts';
import { nameOf } from '../parts/names.ts';
import { Certainty } from './certainty.tsx';

interface Props {
  pairs: readonly Duplicate[];
  chosen: Duplicate;
  onChoose: (at: number) => void;
  onMerge: () => void;
  onDismiss: () => void;
}

/** The pairs to decide. Arrows choose, M merges, D keeps apart, as long as the list has the focus. */
export function PairList({ pairs, chosen, onChoose, onMerge, onDismiss }: Props) {
  const text = useText();
  const language = useLanguage();
  const at = pairs.indexOf(chosen);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => onChoose(Math.min(at + 1, pairs.length - 1)),
    ArrowUp: () => onChoose(Math.max(at - 1, 0)),
    Home: () => onChoose(0),
    End: () => onChoose(pairs.length - 1),
    // By the key's place, which is the same on an Arabic keyboard.
    KeyM: onMerge,
    KeyD: onDismiss,
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <>
      <div
        role="listbox"
        tabIndex={0}
        aria-label={text('duplicate.list')}
        aria-describedby="duplicate-keys"
        aria-activedescendant={`pair-${chosen.id}`}
        className="panel overflow-hidden"
        onKeyDown={press}
      >
        {pairs.map((pair, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list holds the focus and takes the keys.
          <div
            key={pair.id}
            id={`pair-${pair.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={pair === chosen}
            className={`grid cursor-pointer gap-1 border-t border-line px-4 py-2.5 first:border-0 ${
              pair === chosen ? 'bg-primary-soft text-on-primary-soft' : 'hover:bg-sunken'
            }`}
            onClick={() => onChoose(index)}
          >
            {pair.customers.map((customer) => (
              <bdi key={customer.id} className="truncate font-medium">
                {nameOf(language, customer)}
              </bdi>
            ))}
            <Certainty pair={pair} />
          </div>
        ))}
      </div>
      <p id="duplicate-keys" className="hidden text-12 text-soft desk:block">
        {text('duplicate.keys', {
          up: isolateLtr('↑'),
          down: isolateLtr('↓'),
          merge: isolateLtr('M'),
          dismiss: isolateLtr('D'),
        })}
      </p>
    </>
  );
}

import type { Duplicate } from '@wafa/contract';
import { formatPercent } from '@wafa/i18n/core';
import { useLanguage, useText } from '../../../shared/hooks.ts';

/** How sure the comparison is, in words and as a percentage that never claims to be whole. */
export function Certainty({ pair }: { pair: Duplicate }) {
  const text = useText();
  const language = useLanguage();
  return (
    <span className="flex flex-wrap items-baseline gap-x-2 text-12">
      <span>{text(`duplicate.certainty.${pair.certainty}`)}</span>
      <bdi>{formatPercent(Math.min(pair.score, 0.99), language)}</bdi>
    </span>
  );
}

import type { LoyaltyAccount } from '@wafa/contract';
import { useEffect, useRef, useState } from 'react';
import { useFormat, useText } from '../hooks.ts';

/** "4,280 points": the number in the chosen digits, the word in its plural form. */
export function Points({ value }: { value: number }) {
  const text = useText();
  const { points } = useFormat();
  return (
    <>
      <bdi>{points(value)}</bdi>&nbsp;{text('unit.points', { count: value })}
    </>
  );
}

/**
 * The balance as the largest thing on the page, or in a panel of it. Nothing is said in words in Arabic,
 * whose zero is a dot that nobody reads as a figure.
 */
export function BigNumber({ value, small = false }: { value: number; small?: boolean }) {
  const text = useText();
  const { language, points } = useFormat();
  if (value === 0 && language === 'ar') {
    return (
      <p className={`${small ? 'text-24' : 'text-40'} font-semibold`}>{text('points.count', { count: 0 })}</p>
    );
  }
  return (
    <p className={`${small ? 'text-32' : 'text-40 desk:text-56'} font-semibold tight`}>
      <bdi>{points(value, { display: true })}</bdi>
      <span className={`ms-2 ${small ? 'text-14' : 'text-16'} font-normal tracking-normal text-soft`}>
        {text('unit.points', { count: value })}
      </span>
    </p>
  );
}

/** What points are worth in money, where the store says so. */
export function Worth({ worth }: { worth: LoyaltyAccount['worth'] }) {
  const text = useText();
  const { money } = useFormat();
  if (!worth || worth.amount <= 0) return null;
  return (
    <p className="pb-1 text-end text-soft">
      {text('home.worth')}
      <span className="block font-semibold text-ink">
        <bdi>{money(worth.amount, worth.currency)}</bdi>
      </span>
    </p>
  );
}

const countUpMs = 250;

/** Moves to a new value within 250 ms when it really changes; the first value simply stands there. */
export function useCountUp(value: number): number {
  const [shown, setShown] = useState(value);
  const from = useRef(value);
  useEffect(() => {
    const start = from.current;
    if (start === value) return;
    from.current = value;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return setShown(value);
    const begun = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      const share = Math.min(1, (now - begun) / countUpMs);
      setShown(Math.round(start + (value - start) * share));
      if (share < 1) frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [value]);
  return shown;
}

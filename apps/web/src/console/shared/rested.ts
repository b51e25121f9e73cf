import { useEffect, useState } from 'react';

/** The value as it stood when it last rested for so many milliseconds: what is typed is not asked letter by letter. */
export function useRested<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  const key = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the value, which is new each time.
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [key, ms]);
  return rested;
}

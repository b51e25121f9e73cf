import { Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Glyph } from '../../shared/glyph.tsx';

const waitMs = 250;

/** A search that runs while one types, 250 ms after the last letter. */
export function SearchField(props: {
  label: string;
  value: string | undefined;
  onSearch: (words: string) => void;
  className?: string;
}) {
  const { value = '', onSearch } = props;
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  useEffect(() => {
    // The address changed by itself: the way back, or a saved view.
    if (value === asked.current) return;
    asked.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    const words = typed.trim();
    if (words === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = words;
      onSearch(words);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [typed, onSearch]);
  return (
    <Input
      type="search"
      className={props.className}
      allowClear
      maxLength={200}
      prefix={<Glyph name="search" />}
      placeholder={props.label}
      aria-label={props.label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

import { Input } from 'antd';
import { useId } from 'react';

/** A day, with its label beside it, as filters have it. */
export function DayField(props: { label: string; value: string; onChange: (day: string) => void }) {
  const id = useId();
  return (
    <span className="flex items-center gap-2 text-soft">
      <label htmlFor={id}>{props.label}</label>
      <Input
        id={id}
        type="date"
        dir="ltr"
        className="!w-40"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </span>
  );
}

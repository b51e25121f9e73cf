import { Label, Radio, RadioGroup } from 'react-aria-components';

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  choices: readonly { value: T; label: string; lang?: string }[];
  onChange: (value: T) => void;
  hideLabel?: boolean;
}

/** A choice of few, all in sight. */
export function Segmented<T extends string>({
  label,
  value,
  choices,
  onChange,
  hideLabel,
}: SegmentedProps<T>) {
  return (
    <RadioGroup
      value={value}
      onChange={(chosen) => onChange(chosen as T)}
      orientation="horizontal"
      className="grid gap-2"
    >
      <Label className={hideLabel ? 'sr' : 'font-medium text-soft'}>{label}</Label>
      <div className="segment">
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value}>
            <span lang={choice.lang}>{choice.label}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

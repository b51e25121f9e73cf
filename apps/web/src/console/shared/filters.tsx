import { Input, Select } from 'antd';

interface ChoiceFilterProps {
  id?: string;
  /** Stands in the field while nothing is chosen. */
  label: string;
  value: string | undefined;
  choices: { value: string; label: string }[];
  /** Hears undefined when the choice is taken back. */
  onChange: (value: string | undefined) => void;
  /** The width. */
  className: string;
  /** Whether the choices are too many to look through. */
  searched?: boolean;
}

/** Narrows a list to one of several values; cleared, it narrows nothing. */
export function ChoiceFilter({ label, choices, searched = false, ...props }: ChoiceFilterProps) {
  return (
    <Select
      {...props}
      allowClear
      showSearch={searched && { optionFilterProp: 'label' }}
      placeholder={label}
      aria-label={label}
      options={choices}
    />
  );
}

interface WordFilterProps {
  label: string;
  value: string | undefined;
  onSearch: (words: string) => void;
}

/** Narrows a list by words, once Enter or the button is pressed. */
export function WordFilter({ label, value, onSearch }: WordFilterProps) {
  return (
    <Input.Search
      className="!w-60"
      allowClear
      defaultValue={value}
      placeholder={label}
      aria-label={label}
      onSearch={(words) => onSearch(words.trim())}
    />
  );
}

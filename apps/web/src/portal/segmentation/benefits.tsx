import type { contract, OutputOf } from '@wafa/contract';
import { useLanguage } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';

type Benefit = OutputOf<typeof contract.segments.ofCustomer>['segments'][number]['benefits'][number];

/** What a group brings, line by line. */
export function Benefits({ benefits }: { benefits: readonly Benefit[] }) {
  const language = useLanguage();
  return (
    <ul className="grid gap-2">
      {benefits.map((benefit) => (
        <li key={benefit.title.en} className="flex gap-2">
          <Icon name="check" size={20} className="text-primary" />
          <span>
            <bdi className="font-medium">{benefit.title[language]}</bdi>
            {benefit.text ? (
              <span className="block text-soft">
                <bdi>{benefit.text[language]}</bdi>
              </span>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

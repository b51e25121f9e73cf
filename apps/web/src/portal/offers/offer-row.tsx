import type { PersonalOffer } from '@wafa/contract';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { benefitWords, termsOf } from './words.ts';

/** An offer in the list: what it is, why it is shown, what it gives and on what terms. */
export function OfferRow({ offer, onOpen }: { offer: PersonalOffer; onOpen: () => void }) {
  const text = useText();
  const format = useFormat();
  const terms = termsOf(text, format, offer);
  return (
    <li className="border-t border-line first:border-0">
      <button
        type="button"
        className="grid w-full grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-3 rounded-control py-3 text-start hover:text-link"
        onClick={onOpen}
      >
        <Icon name={offer.claim ? 'check' : 'tag'} className="text-primary" />
        <span className="min-w-0">
          <span className="block font-semibold">
            <bdi>{offer.name[format.language]}</bdi>
          </span>
          <span className="block text-soft">
            <bdi>{offer.reasons[0]?.text[format.language]}</bdi>
          </span>
          <span className="block text-12 text-soft">
            {[benefitWords(text, format, offer.benefit, offer.currency), ...terms].join(' · ')}
          </span>
        </span>
        <Icon name="chevron" size={20} className="text-faint" />
      </button>
    </li>
  );
}

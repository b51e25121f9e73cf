import type { Address } from '@wafa/contract';
import { useLanguage } from '../../../shared/hooks.ts';

/** An address in lines that begin where the page's do, each in the direction of its own words. */
export function AddressText({ address }: { address: Address }) {
  const language = useLanguage();
  const country =
    address.country && new Intl.DisplayNames([language], { type: 'region' }).of(address.country);
  const place = [address.city, address.state].filter(Boolean).join(language === 'ar' ? '، ' : ', ');
  return (
    <address className="grid not-italic">
      <span>
        <bdi>{[address.street1, address.street2].filter(Boolean).join(' · ')}</bdi>
      </span>
      <span className="text-soft">
        <bdi>{place}</bdi> <bdi dir="ltr">{address.postalCode}</bdi> {country ? <bdi>{country}</bdi> : null}
      </span>
    </address>
  );
}

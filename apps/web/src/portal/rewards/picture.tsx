import { Girih } from '@wafa/card';
import type { RewardType } from '@wafa/contract';
import { Icon, type IconName } from '../../shared/ui/icon.tsx';

const icons: Record<RewardType, IconName> = {
  discount_fixed: 'receipt',
  discount_percent: 'receipt',
  free_product: 'bag',
  free_shipping: 'truck',
  gift_card: 'gift',
  partner_code: 'star',
};

/** A reward's picture: the store's own, or the sign of its kind on the girih. */
export function RewardPicture(props: { type: RewardType; imageUrl: string | null; className?: string }) {
  return (
    <span
      className={`relative isolate grid place-items-center overflow-hidden bg-sunken text-primary [--card-line:var(--line-strong)] ${props.className ?? ''}`}
    >
      {props.imageUrl ? (
        <img
          src={props.imageUrl}
          alt=""
          loading="lazy"
          referrerPolicy="no-referrer"
          className="absolute inset-0 size-full object-cover"
        />
      ) : (
        <>
          <span className="absolute inset-0 -z-10 opacity-50">
            <Girih scale={0.85} />
          </span>
          <Icon name={icons[props.type]} size={40} />
        </>
      )}
    </span>
  );
}

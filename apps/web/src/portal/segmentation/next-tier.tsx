import { Link } from 'react-router';
import { api } from '../../shared/api/api.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { TierProgress } from '../loyalty/tier-progress.tsx';

/** What the next tier takes and brings; nothing where there is none above. */
export function NextTier() {
  const text = useText();
  const { language, number } = useFormat();
  const { data: account } = api.useLoyaltyQuery();
  const next = account?.tier.next;
  if (!account || !next) return null;
  const tier = account.tier.tiers.find(({ key }) => key === next.key);
  return (
    <section aria-labelledby="next-tier">
      <SectionHeading id="next-tier">{text('segmentation.next')}</SectionHeading>
      <p className="pb-3 text-24 font-semibold">
        <bdi>{next.name[language]}</bdi>
      </p>
      <TierProgress tier={account.tier} figures />
      <ul className="grid gap-2 pt-3">
        {tier ? (
          <li className="flex gap-2">
            <Icon name="check" size={20} className="text-primary" />
            {text('segmentation.next_brings', {
              times: text('loyalty.times', { times: number(tier.multiplierPercent / 100) }),
            })}
          </li>
        ) : null}
        {tier?.benefits.map(({ name }) => (
          <li key={name.en} className="flex gap-2">
            <Icon name="check" size={20} className="text-primary" />
            <bdi>{name[language]}</bdi>
          </li>
        ))}
      </ul>
      <Link
        to="/features/loyalty"
        className="mt-1 inline-flex min-h-11 items-center font-semibold text-link hover:underline"
      >
        {text('segmentation.how')}
      </Link>
    </section>
  );
}

import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { Pending } from '../../shared/ui/states.tsx';

/** What came of all referrals, in four figures. */
export function Stats() {
  const text = useText();
  const { number, points } = useFormat();
  const { data: stats, error, refetch } = useRead(endpoints.referrals.stats, {});
  if (!stats) {
    return (
      <Pending error={error} retry={refetch}>
        <div className="skeleton mt-6 h-20" />
      </Pending>
    );
  }
  const facts = [
    { label: text('referral.stat.sent'), value: number(stats.sent) },
    { label: text('referral.stat.joined'), value: number(stats.joined) },
    { label: text('referral.stat.rewarded'), value: number(stats.rewarded) },
    { label: text('referral.stat.points'), value: points(stats.pointsEarned) },
  ];
  return (
    <section aria-labelledby="stats">
      <SectionHeading id="stats">{text('referral.stats')}</SectionHeading>
      <dl className="grid grid-cols-2 border-y border-line desk:grid-cols-4">
        {facts.map(({ label, value }) => (
          <div
            key={label}
            className="min-w-0 border-line py-3 pe-2 even:border-s even:ps-4 [&:nth-child(n+3)]:border-t desk:border-s desk:ps-4 desk:first:border-s-0 desk:first:ps-0 desk:[&:nth-child(n+3)]:border-t-0"
          >
            <dt className="text-soft">{label}</dt>
            <dd className="text-20 font-semibold">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {stats.pointsExpected > 0 ? (
        <p className="pt-2 text-soft">
          {text('referral.expected', { points: text('points.count', { count: stats.pointsExpected }) })}
        </p>
      ) : null}
    </section>
  );
}

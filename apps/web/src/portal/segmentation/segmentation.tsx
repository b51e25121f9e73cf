import type { contract, OutputOf } from '@wafa/contract';
import { segmentation } from '@wafa/i18n/features';
import { Link } from 'react-router';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { addTexts } from '../../shared/texts.ts';
import { PageHeading } from '../../shared/ui/page-heading.tsx';
import { EmptyState, Pending } from '../../shared/ui/states.tsx';
import { Title } from '../../shared/ui/title.tsx';
import { Benefits } from './benefits.tsx';
import { NextGroup } from './next-group.tsx';
import { NextTier } from './next-tier.tsx';

addTexts({ segmentation });

type Group = OutputOf<typeof contract.segments.ofCustomer>['segments'][number];

/** The groups of the customer in friendly words, what each brings, and the next step up. */
export default function Segmentation() {
  const text = useText();
  const { ago } = useFormat();
  const { data, error, refetch } = useRead(endpoints.segments.ofCustomer, { customerId: 'me' });
  const looked = data?.segments.flatMap(({ evaluatedAt }) => evaluatedAt ?? []).toSorted();
  return (
    <>
      <Title page={text('segmentation.title')} />
      <PageHeading>{text('segmentation.title')}</PageHeading>
      <p className="max-w-[56ch] text-16 text-soft">{text('segmentation.lead')}</p>
      <div className="desk:grid desk:grid-cols-12 desk:gap-x-5">
        <div className="pt-4 desk:col-span-7">
          {data ? (
            <Groups groups={data.segments} main={data.segment} />
          ) : (
            <Pending error={error} retry={refetch}>
              <div className="grid gap-4">
                <div className="skeleton h-40 rounded-panel" />
                <div className="skeleton h-28 rounded-panel" />
              </div>
            </Pending>
          )}
          {looked?.[0] ? (
            <p className="flex flex-wrap items-center justify-between gap-x-4 pt-2 text-12 text-soft">
              {text('segmentation.fresh', { ago: ago(looked[0]) })}
              <Link
                to="/features/offers"
                className="inline-flex min-h-11 items-center text-14 font-semibold text-link hover:underline"
              >
                {text('segmentation.offers')}
              </Link>
            </p>
          ) : null}
        </div>
        <div className="desk:col-span-5 desk:ps-8">
          {data?.next ? <NextGroup next={data.next} /> : null}
          <NextTier />
        </div>
      </div>
    </>
  );
}

/** The main group first, as the largest; the others in the store's order. */
function Groups({ groups, main }: { groups: readonly Group[]; main: string | null }) {
  const text = useText();
  if (groups.length === 0) {
    return (
      <EmptyState icon="layers" title={text('segmentation.empty')}>
        {text('segmentation.empty_text')}
      </EmptyState>
    );
  }
  const ordered = groups.toSorted((a, b) => Number(b.key === main) - Number(a.key === main));
  return (
    <ul className="grid gap-4">
      {ordered.map((group, index) => (
        <GroupPanel key={group.key} group={group} isMain={index === 0} />
      ))}
    </ul>
  );
}

function GroupPanel({ group, isMain }: { group: Group; isMain: boolean }) {
  const text = useText();
  const { language, date } = useFormat();
  return (
    <li className="panel p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className={`font-semibold ${isMain ? 'text-32 tight' : 'text-20'}`}>
          <bdi>{group.name[language]}</bdi>
        </h2>
        <p className="text-12 text-soft">
          {text('segmentation.since', { date: date(group.since, 'month') })}
        </p>
      </div>
      {group.text[language] ? (
        <p className="max-w-[56ch] pt-1 text-16 text-soft">
          <bdi>{group.text[language]}</bdi>
        </p>
      ) : null}
      {group.benefits.length > 0 ? (
        <>
          <h3 className="pt-4 pb-1 font-semibold">{text('segmentation.benefits')}</h3>
          <Benefits benefits={group.benefits} />
        </>
      ) : (
        <p className="pt-2 text-12 text-faint">{text('segmentation.no_benefits')}</p>
      )}
    </li>
  );
}

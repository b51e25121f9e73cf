import { CustomerIDCard, nameIn } from '@wafa/card';
import { Link, useOutletContext } from 'react-router';
import { api } from '../../shared/api/api.ts';
import { useLanguage, useText } from '../../shared/hooks.ts';
import { LanguageSwitch } from '../../shared/ui/language-switch.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { EmptyState, Pending } from '../../shared/ui/states.tsx';
import { Title } from '../../shared/ui/title.tsx';
import { HistoryList } from '../loyalty/history-list.tsx';
import type { ShellContext } from '../shell.tsx';
import { Balance } from './balance.tsx';
import { BestOffer } from './best-offer.tsx';
import { dayPart } from './day-part.ts';
import { Tiles } from './tiles.tsx';

export default function Home() {
  const text = useText();
  return (
    <>
      <Title page={text('nav.home')} />
      <Greeting />
      <div className="desk:grid desk:grid-cols-12 desk:gap-x-5 desk:pt-4">
        <div className="desk:col-span-5">
          <CardOnTable />
        </div>
        <div className="desk:col-span-7 desk:ps-8">
          <Balance />
          <BestOffer />
        </div>
        <section className="desk:col-span-5" aria-labelledby="services">
          <SectionHeading id="services">{text('home.services')}</SectionHeading>
          <Tiles />
        </section>
        <section className="desk:col-span-7 desk:ps-8" aria-labelledby="recent">
          <Recent />
        </section>
      </div>
    </>
  );
}

function Greeting() {
  const text = useText();
  const language = useLanguage();
  const { data: card } = api.useCardQuery();
  const first = card ? nameIn(language, card.profile.firstName, card.profile.firstNameAr) : '';
  return (
    <header className="flex items-center justify-between py-3 desk:pt-8 desk:pb-2">
      <h1 className="grid">
        <span className="text-14 font-normal text-soft desk:text-16">
          {text(`home.${dayPart(new Date().getHours())}`)}
        </span>
        <span className="min-h-[1lh] text-20 font-semibold desk:text-32">
          <bdi>{first}</bdi>
        </span>
      </h1>
      <LanguageSwitch className="-me-2 desk:hidden" />
    </header>
  );
}

function CardOnTable() {
  const language = useLanguage();
  const { openCard } = useOutletContext<ShellContext>();
  const { data: card, error, refetch } = api.useCardQuery();
  if (card) return <CustomerIDCard card={card} language={language} onOpen={openCard} />;
  return (
    <Pending error={error} retry={refetch}>
      <div className="skeleton aspect-[1.586] max-w-[428px] rounded-[18px]" />
    </Pending>
  );
}

/** As many entries as fit beside the tiles. */
const recentEntries = 4;

function Recent() {
  const text = useText();
  const { data, error, refetch } = api.useHistoryInfiniteQuery();
  const entries = data?.pages[0]?.transactions.slice(0, recentEntries);
  return (
    <>
      <SectionHeading
        id="recent"
        end={
          entries?.length ? (
            <Link
              to="/features/loyalty#history"
              className="-my-2.5 inline-flex min-h-11 items-center font-medium text-link hover:underline"
            >
              {text('action.see_all')}
            </Link>
          ) : null
        }
      >
        {text('home.recent')}
      </SectionHeading>
      {entries ? (
        entries.length > 0 ? (
          <HistoryList entries={entries} />
        ) : (
          <EmptyState icon="star" title={text('home.recent_none')}>
            {text('home.recent_none_text')}
          </EmptyState>
        )
      ) : (
        <Pending error={error} retry={refetch} rows={recentEntries} />
      )}
    </>
  );
}

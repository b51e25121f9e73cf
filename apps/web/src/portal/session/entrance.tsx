import { Girih, StoreMark } from '@wafa/card';
import type { ReactNode } from 'react';
import { useText } from '../../shared/hooks.ts';
import { Icon, type IconName } from '../../shared/ui/icon.tsx';
import { LanguageSwitch } from '../../shared/ui/language-switch.tsx';
import { Title, useStoreName } from '../../shared/ui/title.tsx';

const promises: readonly { icon: IconName; key: string }[] = [
  { icon: 'card', key: 'session.promise_card' },
  { icon: 'star', key: 'session.promise_points' },
  { icon: 'shield', key: 'session.promise_private' },
];

/** The way in: the form, and on a desktop the store's colour beside it. */
export function Entrance({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const text = useText();
  const store = useStoreName();
  return (
    <div className="grid min-h-dvh desk:grid-cols-[5fr_7fr]">
      <Title page={title} />
      <aside className="hidden flex-col justify-between bg-deep p-12 text-on-deep desk:flex">
        <p className="flex items-center gap-3 text-20 font-semibold">
          <StoreMark className="size-9 text-[#E9D39A]" />
          <bdi>{store}</bdi>
        </p>
        <div className="wafa-card wafa-metal-gold max-w-[26rem]" data-status="active" aria-hidden="true">
          <Girih />
          <span className="wafa-sheen" />
          <span className="wafa-store">
            <StoreMark className="wafa-mark" />
            <bdi>{store}</bdi>
          </span>
        </div>
        <ul className="grid max-w-[26rem]">
          {promises.map(({ icon, key }) => (
            <li
              key={key}
              className="flex items-center gap-4 border-t border-[rgb(255_255_255/.15)] py-5 text-16 first:border-0"
            >
              <Icon name={icon} className="text-[#E9D39A]" />
              {text(key)}
            </li>
          ))}
        </ul>
      </aside>
      <main className="mx-auto flex w-full max-w-[27.5rem] flex-col px-5 pb-10 desk:justify-center" id="main">
        <header className="flex items-center justify-between py-3 desk:absolute desk:end-8 desk:top-5">
          <p className="flex items-center gap-2 text-16 font-semibold desk:hidden">
            <StoreMark className="size-7 text-primary" />
            <bdi>{store}</bdi>
          </p>
          <LanguageSwitch className="-me-2" />
        </header>
        <h1 className="mt-10 text-32 font-semibold desk:mt-0">{title}</h1>
        <p className="mt-1 mb-8 text-16 text-soft">{lead}</p>
        {children}
      </main>
    </div>
  );
}

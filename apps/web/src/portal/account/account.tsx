import { useEffect } from 'react';
import { useDispatch } from 'react-redux';
import { useLocation } from 'react-router';
import { api } from '../../shared/api/api.ts';
import { useText } from '../../shared/hooks.ts';
import { forgetSession, signedOut } from '../../shared/session/session.ts';
import { Button } from '../../shared/ui/button.tsx';
import { PageHeading } from '../../shared/ui/page-heading.tsx';
import { Title } from '../../shared/ui/title.tsx';
import { Devices } from './devices.tsx';
import { NewsChannels } from './news-channels.tsx';
import { Profile } from './profile.tsx';
import { LanguageAndLook } from './settings.tsx';

export default function Account() {
  const text = useText();
  const { hash } = useLocation();
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [hash]);
  return (
    <>
      <Title page={text('account.title')} />
      <PageHeading>{text('account.title')}</PageHeading>
      <div className="desk:grid desk:grid-cols-12 desk:gap-x-5">
        <div className="desk:col-span-7">
          <Profile />
          <NewsChannels />
        </div>
        <div className="desk:col-span-5 desk:ps-8">
          <LanguageAndLook />
          <Devices />
          <SignOut />
        </div>
      </div>
    </>
  );
}

/** Ends the session at the API and on this device; without an answer it still ends here. */
export function useSignOut() {
  const dispatch = useDispatch();
  const [signOut, { isLoading }] = api.useSignOutMutation();
  const leave = async () => {
    await signOut();
    forgetSession();
    dispatch(signedOut({ ended: false }));
    dispatch(api.util.resetApiState());
  };
  return { leave, busy: isLoading };
}

function SignOut() {
  const text = useText();
  const { leave, busy } = useSignOut();
  return (
    <div className="pt-8">
      <Button look="danger" busy={busy} onClick={leave} className="w-full desk:w-auto">
        {text('account.sign_out')}
      </Button>
    </div>
  );
}

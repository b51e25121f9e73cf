import { tokensFrom } from '@wafa/client';
import { useDispatch } from 'react-redux';
import { useNavigate, useSearchParams } from 'react-router';
import { api } from '../../shared/api/api.ts';
import { keepSession, type SignedInAs, signedIn } from '../../shared/session/session.ts';

/** Where to after signing in: only paths of this site, never another host's. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/';
}

/** Begins the session and goes on to where the person was heading. */
export function useEnter() {
  const dispatch = useDispatch();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  return (as: SignedInAs, reply: { accessToken: string; refreshToken: string; expiresInSeconds: number }) => {
    keepSession(as, tokensFrom(reply, Date.now()));
    dispatch(api.util.resetApiState());
    dispatch(signedIn(as));
    navigate(as === 'staff' ? '/console' : safeNext(query.get('next')), { replace: true });
  };
}

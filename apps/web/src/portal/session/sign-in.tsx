import { contract } from '@wafa/contract';
import { useState } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { Link, Navigate, useLocation } from 'react-router';
import { api } from '../../shared/api/api.ts';
import { useSignedInAs, useText } from '../../shared/hooks.ts';
import type { SignedInAs } from '../../shared/session/session.ts';
import { settingsChanged } from '../../shared/settings/settings.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ContractForm, Field } from '../../shared/ui/form.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { Segmented } from '../../shared/ui/segmented.tsx';
import type { RootState } from '../../store.ts';
import { useEnter } from './enter.ts';
import { Entrance } from './entrance.tsx';

interface Credentials {
  login: string;
  password: string;
  as: SignedInAs;
}

export default function SignIn() {
  const text = useText();
  const [waiting, setWaiting] = useState<Credentials | null>(null);
  if (useSignedInAs()) return <Navigate to="/" replace />;
  if (waiting) {
    return (
      <Entrance title={text('session.code_title')} lead={text('session.code_lead')}>
        <CodeForm credentials={waiting} onLeave={() => setWaiting(null)} />
      </Entrance>
    );
  }
  return (
    <Entrance title={text('session.sign_in')} lead={text('session.sign_in_lead')}>
      <CredentialsForm onSecondFactor={setWaiting} />
    </Entrance>
  );
}

function CredentialsForm({ onSecondFactor }: { onSecondFactor: (credentials: Credentials) => void }) {
  const text = useText();
  const dispatch = useDispatch();
  const enter = useEnter();
  const { search } = useLocation();
  const [as, setAs] = useState<SignedInAs>('customer');
  const [signIn] = api.useSignInMutation();
  const { store } = useSelector((state: RootState) => state.settings);
  const [askStore, setAskStore] = useState(false);
  const ended = useSelector((state: RootState) => state.session.ended);
  const [sent, setSent] = useState<Credentials | null>(null);

  return (
    <ContractForm
      className="grid gap-5"
      schema={contract.identity.signIn.body!}
      collect={(field) => {
        const named = field('store');
        if (named) dispatch(settingsChanged({ store: named, storeName: null }));
        const credentials = { login: field('login') ?? '', password: field('password') ?? '', as };
        setSent(credentials);
        return credentials;
      }}
      submit={async (body) => {
        const { data, error } = await signIn(body);
        if (data) enter(as, data);
        else if (error && 'code' in error && error.code === 'second_factor_required') {
          onSecondFactor({ login: body.login, password: body.password, as });
        }
        return error;
      }}
      onFailure={({ code }) => {
        if (code === 'store_unknown') setAskStore(true);
        return code === 'second_factor_required';
      }}
    >
      {({ busy }) => (
        <>
          {ended ? (
            <p className="rounded-control bg-warning-soft px-4 py-3">{text('session.ended')}</p>
          ) : null}
          <Segmented
            label={text('session.as')}
            hideLabel
            value={as}
            onChange={setAs}
            choices={[
              { value: 'customer', label: text('session.as_customer') },
              { value: 'staff', label: text('session.as_staff') },
            ]}
          />
          {askStore ? (
            <Field
              name="store"
              label={text('session.store')}
              hint={text('session.store_hint')}
              defaultValue={store}
            />
          ) : null}
          <Field
            name="login"
            label={text('session.login')}
            autoComplete="username"
            inputMode="email"
            defaultValue={sent?.login}
            required
          />
          <PasswordField autoComplete="current-password" />
          <Button type="submit" look="primary" busy={busy} className="min-h-12 text-16">
            {text('session.sign_in')}
          </Button>
          {as === 'customer' ? (
            <p className="text-center text-soft">
              {text('session.no_account')}{' '}
              <Link
                to={`/sign-up${search}`}
                className="inline-flex min-h-11 items-center font-semibold text-link hover:underline"
              >
                {text('session.sign_up')}
              </Link>
            </p>
          ) : null}
        </>
      )}
    </ContractForm>
  );
}

function CodeForm({ credentials, onLeave }: { credentials: Credentials; onLeave: () => void }) {
  const text = useText();
  const enter = useEnter();
  const [signIn] = api.useSignInMutation();
  return (
    <ContractForm
      className="grid gap-5"
      schema={contract.identity.signIn.body!}
      collect={(field) => ({ ...credentials, code: field('code') })}
      submit={async (body) => {
        const { data, error } = await signIn(body);
        if (data) enter(credentials.as, data);
        return error;
      }}
    >
      {({ busy }) => (
        <>
          <Field
            name="code"
            label={text('session.code')}
            autoComplete="one-time-code"
            inputMode="numeric"
            required
            autoFocus
          />
          <Button type="submit" look="primary" busy={busy} className="min-h-12 text-16">
            {text('session.continue')}
          </Button>
          <Button look="link" onClick={onLeave}>
            {text('session.other_account')}
          </Button>
        </>
      )}
    </ContractForm>
  );
}

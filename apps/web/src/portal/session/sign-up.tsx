import { contract } from '@wafa/contract';
import { Link, Navigate, useLocation, useSearchParams } from 'react-router';
import { api } from '../../shared/api/api.ts';
import { useLanguage, useSignedInAs, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ContractForm, Field } from '../../shared/ui/form.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { deviceId } from '../referral/device.ts';
import { useEnter } from './enter.ts';
import { Entrance } from './entrance.tsx';
import { FriendsInvitation } from './friends-invitation.tsx';

/** The card needs a way to reach its owner; which one is theirs to choose. */
const schema = contract.identity.signUp.body!.refine(({ email, phone }) => email || phone, {
  path: ['email'],
  message: 'contact_required',
});

export default function SignUp() {
  const text = useText();
  const language = useLanguage();
  const enter = useEnter();
  const { search } = useLocation();
  const referralCode = useSearchParams()[0].get('ref')?.trim() || undefined;
  const [signUp] = api.useSignUpMutation();
  if (useSignedInAs()) return <Navigate to="/" replace />;
  return (
    <Entrance title={text('session.sign_up')} lead={text('session.sign_up_lead')}>
      <ContractForm
        className="grid gap-5"
        schema={schema}
        collect={(field) => ({
          firstName: field('firstName') ?? '',
          lastName: field('lastName') ?? '',
          email: field('email'),
          phone: field('phone')?.replace(/[\s()-]/g, ''),
          password: field('password') ?? '',
          language,
          ...(referralCode ? { referralCode, device: deviceId() } : {}),
        })}
        submit={async (body) => {
          const { data, error } = await signUp(body);
          if (data) enter('customer', data);
          return error;
        }}
      >
        {({ busy }) => (
          <>
            {referralCode ? <FriendsInvitation code={referralCode} /> : null}
            <div className="grid gap-5 grid-cols-2">
              <Field name="firstName" label={text('session.first_name')} autoComplete="given-name" required />
              <Field name="lastName" label={text('session.last_name')} autoComplete="family-name" />
            </div>
            <Field
              name="email"
              label={text('session.email')}
              type="email"
              autoComplete="email"
              hint={text('session.contact_hint')}
            />
            <Field
              name="phone"
              label={text('session.phone')}
              type="tel"
              autoComplete="tel"
              hint={text('session.phone_hint')}
            />
            <PasswordField autoComplete="new-password" hint={text('session.password_hint')} />
            <Button type="submit" look="primary" busy={busy} className="min-h-12 text-16">
              {text('session.sign_up')}
            </Button>
            <p className="text-center text-soft">
              {text('session.have_account')}{' '}
              <Link
                to={`/sign-in${search}`}
                className="inline-flex min-h-11 items-center font-semibold text-link hover:underline"
              >
                {text('session.sign_in')}
              </Link>
            </p>
          </>
        )}
      </ContractForm>
    </Entrance>
  );
}

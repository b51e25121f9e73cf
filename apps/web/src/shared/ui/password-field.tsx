import { useState } from 'react';
import { useText } from '../hooks.ts';
import { Field } from './form.tsx';
import { Icon } from './icon.tsx';

/** A password with a way to see what was typed. */
export function PasswordField({ autoComplete, hint }: { autoComplete: string; hint?: string }) {
  const text = useText();
  const [shown, setShown] = useState(false);
  return (
    <Field
      name="password"
      label={text('session.password')}
      hint={hint}
      type={shown ? 'text' : 'password'}
      autoComplete={autoComplete}
      required
      end={
        <button
          type="button"
          aria-pressed={shown}
          aria-label={text(shown ? 'session.hide_password' : 'session.show_password')}
          className={`absolute inset-y-0 end-0.5 grid w-12 place-items-center rounded-control ${shown ? 'text-primary' : 'text-faint'} hover:text-ink`}
          onClick={() => setShown(!shown)}
        >
          <Icon name="eye" size={20} />
        </button>
      }
    />
  );
}

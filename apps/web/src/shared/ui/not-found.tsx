import { Link } from 'react-router';
import { useText } from '../hooks.ts';
import { Title } from './title.tsx';

export default function NotFound() {
  const text = useText();
  return (
    <main className="page grid min-h-dvh content-center justify-items-start gap-2">
      <Title page={text('state.not_found')} />
      <h1 className="text-24 font-semibold">{text('state.not_found')}</h1>
      <p className="text-16 text-soft">{text('state.not_found_text')}</p>
      <Link to="/" className="mt-2 inline-flex min-h-11 items-center font-semibold text-link hover:underline">
        {text('state.go_home')}
      </Link>
    </main>
  );
}

import { Component, type ReactNode } from 'react';
import { useText } from '../hooks.ts';
import { Button } from './button.tsx';

/** Catches what no screen caught, and offers a way on instead of a white page. */
export class CrashGuard extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };
  static getDerivedStateFromError() {
    return { crashed: true };
  }
  override render() {
    return this.state.crashed ? <Crash /> : this.props.children;
  }
}

function Crash() {
  const text = useText();
  return (
    <main className="page grid min-h-dvh content-center justify-items-start gap-2">
      <h1 className="text-24 font-semibold">{text('state.crash')}</h1>
      <p className="text-16 text-soft">{text('state.crash_text')}</p>
      <Button look="primary" className="mt-4" onClick={() => location.reload()}>
        {text('action.reload')}
      </Button>
    </main>
  );
}

import { useOutletContext } from 'react-router';
import { useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { CopyButton, ScanCode } from '../../shared/ui/scan-code.tsx';
import type { ShellContext } from '../shell.tsx';

/** How an offer is used: by its code, or, where it has none, by the card alone. */
export function CodeView({ code, onLeave }: { code: string | null; onLeave: () => void }) {
  const text = useText();
  const { openCard } = useOutletContext<ShellContext>();
  if (code) {
    return (
      <div className="grid gap-4">
        <ScanCode code={code} />
        <p className="text-soft">{text('offers.use_code')}</p>
        <CopyButton value={code} label={text('offers.copy')} />
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      <p className="text-16">{text('offers.use_card')}</p>
      <Button
        className="w-full"
        onClick={() => {
          onLeave();
          openCard();
        }}
      >
        {text('offers.show_card')}
      </Button>
    </div>
  );
}

import { StoreMark } from '@wafa/card';
import type { Verdict } from '@wafa/proof';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { LanguageSwitch } from '../../shared/ui/language-switch.tsx';
import { Title, useStoreName } from '../../shared/ui/title.tsx';
import { check, VerdictPanel } from './verdict.tsx';

/** A page for anyone: takes a statement file and checks it here, with no word to the server. */
export default function Verify() {
  const text = useText();
  const store = useStoreName();
  const [file, setFile] = useState<{ name: string; json: unknown } | 'unreadable'>();
  const [held, setHeld] = useState('');
  const given = held.replace(/\s/g, '').toLowerCase();
  const isFingerprint = /^[0-9a-f]{64}$/.test(given);
  const verdict = useVerdict(
    file === 'unreadable' ? undefined : file?.json,
    isFingerprint ? given : undefined,
  );

  async function take(chosen: File | undefined): Promise<void> {
    if (!chosen) return;
    try {
      setFile({ name: chosen.name, json: JSON.parse(await chosen.text()) });
    } catch {
      setFile('unreadable');
    }
  }

  return (
    <div className="page pb-16">
      <Title page={text('statement.verify_title')} />
      <header className="flex h-16 items-center justify-between border-b border-line">
        <Link to="/" className="flex min-h-11 items-center gap-2 rounded-control text-16 font-semibold">
          <StoreMark className="size-7 text-primary" />
          <bdi>{store}</bdi>
        </Link>
        <LanguageSwitch />
      </header>
      <main id="main" className="mx-auto grid w-full max-w-[40rem] gap-5 pt-8">
        <div>
          <h1 className="text-32 font-semibold">{text('statement.verify_title')}</h1>
          <p className="mt-1 text-16 text-soft">{text('statement.verify_lead')}</p>
        </div>
        <DropZone onFile={take} name={file && file !== 'unreadable' ? file.name : undefined} />
        <label className="grid gap-1 font-medium text-soft">
          {text('statement.held')}
          <input
            className="field-input"
            dir="ltr"
            spellCheck={false}
            autoComplete="off"
            value={held}
            aria-describedby="held-hint"
            aria-invalid={given !== '' && !isFingerprint}
            data-invalid={given !== '' && !isFingerprint ? '' : undefined}
            onChange={(event) => setHeld(event.target.value)}
          />
          <span
            id="held-hint"
            className={`text-12 font-normal ${given === '' || isFingerprint ? '' : 'text-danger'}`}
          >
            {text(given === '' || isFingerprint ? 'statement.held_hint' : 'statement.held_wrong')}
          </span>
        </label>
        {file === 'unreadable' ? (
          <p role="alert" className="rounded-control bg-danger-soft px-4 py-3">
            {text('statement.unreadable')}
          </p>
        ) : null}
        {verdict ? <VerdictPanel verdict={verdict} compared={isFingerprint} /> : null}
      </main>
    </div>
  );
}

/** The verdict on the file, taken anew when the fingerprint to compare with changes. */
function useVerdict(json: unknown, fingerprint: string | undefined): Verdict | null {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  useEffect(() => {
    let wanted = true;
    setVerdict(null);
    if (json !== undefined) check(json, fingerprint).then((found) => wanted && setVerdict(found));
    return () => {
      wanted = false;
    };
  }, [json, fingerprint]);
  return verdict;
}

function DropZone({ onFile, name }: { onFile: (file: File | undefined) => void; name: string | undefined }) {
  const text = useText();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the mouse; the button does the same.
    <div
      className={`grid justify-items-center gap-3 rounded-panel border border-dashed px-5 py-10 ${isOver ? 'border-primary bg-primary-soft' : 'border-line-strong'}`}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFile(event.dataTransfer.files[0]);
      }}
    >
      <Icon name="receipt" className="text-primary" />
      <p className="text-16 font-semibold">{name ? <bdi>{name}</bdi> : text('statement.drop')}</p>
      <Button look="primary" onClick={() => input.current?.click()}>
        {text('statement.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        className="sr"
        tabIndex={-1}
        aria-label={text('statement.choose')}
        onChange={(event) => {
          onFile(event.target.files?.[0]);
          // The same file may be chosen again after it was changed.
          event.target.value = '';
        }}
      />
    </div>
  );
}

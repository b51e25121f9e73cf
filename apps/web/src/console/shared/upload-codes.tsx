import type { ApiFailure } from '@wafa/client';
import { Alert, Button, Input, Progress } from 'antd';
import { useState } from 'react';
import { failureText, useText } from '../../shared/hooks.ts';
import { codesIn, inParts } from './codes.ts';
import { TextFileButton } from './text-file-button.tsx';

interface Sum {
  added: number;
  known: number;
}

interface UploadCodesProps {
  label: string;
  /** Sends a part of them, as many as the API takes at once. */
  send: (codes: string[]) => Promise<{ data?: Sum; error?: ApiFailure }>;
}

/** Codes that are pasted or come out of a file, one a line; each is for one customer. */
export function UploadCodes({ label, send }: UploadCodesProps) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const [share, setShare] = useState<number | null>(null);
  const [sum, setSum] = useState<Sum | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const codes = codesIn(typed);

  async function sendAll(): Promise<void> {
    setSum(null);
    setFailure(null);
    const parts = inParts(codes);
    const total: Sum = { added: 0, known: 0 };
    for (const [at, part] of parts.entries()) {
      setShare(Math.round((at / parts.length) * 100));
      const { data, error } = await send(part);
      if (!data) {
        setFailure(error ?? null);
        setShare(null);
        return;
      }
      total.added += data.added;
      total.known += data.known;
    }
    setShare(null);
    setSum(total);
    setTyped('');
  }

  return (
    <div className="grid gap-4">
      {sum ? (
        <Alert
          type="success"
          showIcon
          title={text('console.loyalty.codes_added', { count: sum.added })}
          description={sum.known > 0 ? text('console.loyalty.codes_known', { count: sum.known }) : undefined}
        />
      ) : null}
      {failure ? (
        <Alert
          type="error"
          showIcon
          title={failureText(text, failure)}
          description={failure.errors[0]?.message}
        />
      ) : null}
      <Input.TextArea
        rows={8}
        dir="ltr"
        value={typed}
        aria-label={label}
        placeholder={text('console.loyalty.codes_placeholder')}
        onChange={(event) => setTyped(event.target.value)}
      />
      {share !== null ? <Progress percent={share} /> : null}
      <div className="flex flex-wrap gap-3">
        <Button type="primary" disabled={codes.length === 0} loading={share !== null} onClick={sendAll}>
          {text('console.loyalty.upload_codes', { count: codes.length })}
        </Button>
        <TextFileButton onText={setTyped} />
      </div>
    </div>
  );
}

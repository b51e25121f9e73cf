import type { ApiFailure } from '@wafa/client';
import type { Reward } from '@wafa/contract';
import { Alert, Button, Input, Progress, Upload } from 'antd';
import { useState } from 'react';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useText } from '../../../shared/hooks.ts';
import { Glyph } from '../../shared/glyph.tsx';
import { codesIn, inParts } from './codes.ts';

interface Sum {
  added: number;
  known: number;
  left: number;
}

/** A partner's codes, pasted or from a file, one a line; each goes to one customer. */
export function PartnerCodes({ reward }: { reward: Reward }) {
  const text = useText();
  const { act } = useAct(endpoints.loyalty.addPartnerCodes);
  const [typed, setTyped] = useState('');
  const [share, setShare] = useState<number | null>(null);
  const [sum, setSum] = useState<Sum | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const codes = codesIn(typed);

  async function send(): Promise<void> {
    setSum(null);
    setFailure(null);
    const parts = inParts(codes);
    const total: Sum = { added: 0, known: 0, left: 0 };
    for (const [at, part] of parts.entries()) {
      setShare(Math.round((at / parts.length) * 100));
      const { data, error } = await act({ rewardId: reward.id, codes: part });
      if (!data) {
        setFailure(error ?? null);
        setShare(null);
        return;
      }
      total.added += data.added;
      total.known += data.known;
      total.left = data.left;
    }
    setShare(null);
    setSum(total);
    setTyped('');
  }

  return (
    <div className="grid gap-4">
      <p className="text-soft">
        {text('console.loyalty.codes_left', { count: reward.left ?? 0 })} {text('console.loyalty.codes_text')}
      </p>
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
        aria-label={text('console.loyalty.partner_codes')}
        placeholder={text('console.loyalty.codes_placeholder')}
        onChange={(event) => setTyped(event.target.value)}
      />
      {share !== null ? <Progress percent={share} /> : null}
      <div className="flex flex-wrap gap-3">
        <Button type="primary" disabled={codes.length === 0} loading={share !== null} onClick={send}>
          {text('console.loyalty.upload_codes', { count: codes.length })}
        </Button>
        <Upload
          accept=".txt,.csv,text/plain,text/csv"
          showUploadList={false}
          beforeUpload={async (file) => {
            setTyped(await file.text());
            return false;
          }}
        >
          <Button icon={<Glyph name="layers" />}>{text('console.loyalty.choose_file')}</Button>
        </Upload>
      </div>
    </div>
  );
}

import type { ApiFailure } from '@wafa/client';
import type { Redemption } from '@wafa/contract';
import { formatPercent, isolateLtr, lastMoment } from '@wafa/i18n/core';
import { Alert, App, Button, Input, type InputRef, Popconfirm } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useFormat, useText } from '../../../shared/hooks.ts';
import { useStore } from '../../shared/store.ts';
import { StatusMark } from './status-mark.tsx';

interface LookUpProps {
  /** A row of the list, to be acted on as if its code had been typed. */
  chosen: Redemption | null;
  onClear: () => void;
}

/** A code, typed or scanned: what it gives, and what can be done with it. */
export function LookUp({ chosen, onClear }: LookUpProps) {
  const text = useText();
  const input = useRef<InputRef>(null);
  const { act: find, busy } = useAct(endpoints.loyalty.redemption);
  const [found, setFound] = useState<Redemption | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  useEffect(() => {
    if (!chosen) return;
    setFound(chosen);
    setFailure(null);
  }, [chosen]);

  async function look(code: string): Promise<void> {
    if (code.trim() === '') return input.current?.focus();
    const { data, error } = await find({ redemption: code.trim() });
    setFound(data ?? null);
    setFailure(error ?? null);
    if (!data) input.current?.select();
  }

  function clear(): void {
    setFound(null);
    onClear();
    input.current?.focus();
  }

  return (
    <section className="panel mb-4 grid gap-4 p-4" aria-label={text('console.loyalty.take_code')}>
      <Input.Search
        ref={input}
        className="max-w-[28rem]"
        size="large"
        dir="ltr"
        autoFocus
        allowClear
        loading={busy}
        enterButton={text('console.loyalty.look_up')}
        placeholder={text('console.loyalty.code_placeholder')}
        aria-label={text('console.loyalty.code')}
        onSearch={look}
      />
      {failure ? <Alert type="error" showIcon title={failureText(text, failure)} /> : null}
      {found ? <Found redemption={found} onChange={setFound} onFailure={setFailure} onClear={clear} /> : null}
    </section>
  );
}

interface FoundProps {
  redemption: Redemption;
  onChange: (redemption: Redemption) => void;
  onFailure: (failure: ApiFailure | null) => void;
  onClear: () => void;
}

function Found({ redemption, onChange, onFailure, onClear }: FoundProps) {
  const text = useText();
  const { language, date, points } = useFormat();
  const { status, usedAt, cancelledAt, expiresAt } = redemption;
  const facts: [string, string][] = [
    [text('console.loyalty.gives'), useGift(redemption)],
    [text('console.points'), points(redemption.points)],
    [text('console.loyalty.issued_at'), date(redemption.issuedAt, 'stamp')],
    [text('console.loyalty.valid_until'), date(lastMoment(expiresAt), 'date')],
  ];
  if (usedAt) facts.push([text('console.loyalty.used_at'), date(usedAt, 'stamp')]);
  if (cancelledAt) facts.push([text('console.loyalty.cancelled_at'), date(cancelledAt, 'stamp')]);
  return (
    <div className="grid gap-4 border-t border-line pt-4 desk:grid-cols-[1fr_auto]">
      <div>
        <p className="flex flex-wrap items-center gap-3 pb-2 text-20 font-semibold">
          <bdi>{redemption.name?.[language] ?? text('rewards.plain')}</bdi>
          <StatusMark status={status} />
        </p>
        <dl className="flex flex-wrap gap-x-8 gap-y-2">
          <Who customerId={redemption.customerId} />
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt className="text-12 text-soft">{label}</dt>
              <dd className="font-medium">
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <Actions redemption={redemption} onChange={onChange} onFailure={onFailure} onClear={onClear} />
    </div>
  );
}

/** What the till gives for the code. */
function useGift({ rewardType, rewardValue, currency, sku, partnerCode }: Redemption): string {
  const text = useText();
  const { language, money } = useFormat();
  const kind = text(`rewards.type.${rewardType}`);
  const value =
    rewardType === 'discount_percent' && rewardValue !== null
      ? formatPercent(rewardValue / 100, language)
      : rewardValue !== null
        ? money(rewardValue, currency)
        : (sku ?? partnerCode);
  return value ? `${kind} · ${isolateLtr(value)}` : kind;
}

function Who({ customerId }: { customerId: string }) {
  const text = useText();
  const { language } = useFormat();
  const { may } = useStore();
  const { data: customer } = useRead(
    endpoints.customers.card,
    { customerId },
    { skip: !may('customers.find') },
  );
  if (!customer) return null;
  const name = (language === 'ar' && customer.nameAr) || customer.name;
  return (
    <div>
      <dt className="text-12 text-soft">{text('console.loyalty.customer')}</dt>
      <dd className="font-medium">
        <bdi>{name}</bdi> · <bdi dir="ltr">{customer.cardNumberGrouped}</bdi>
      </dd>
    </div>
  );
}

function Actions({ redemption, onChange, onFailure, onClear }: FoundProps) {
  const text = useText();
  const { message } = App.useApp();
  const { may } = useStore();
  const use = useAct(endpoints.loyalty.useRedemption);
  const undo = useAct(endpoints.loyalty.undoRedemption);
  const cancel = useAct(endpoints.loyalty.cancelRedemption);
  const ref = { redemption: redemption.id };

  function settle(changed: Redemption | undefined, error: ApiFailure | undefined, said: string): void {
    onFailure(error ?? null);
    if (!changed) return;
    onChange(changed);
    message.success(said);
  }

  const { status } = redemption;
  return (
    <div className="flex flex-wrap content-start gap-3">
      {status === 'issued' ? (
        <Button
          type="primary"
          size="large"
          loading={use.busy}
          onClick={async () => {
            const { data, error } = await use.act(ref);
            settle(data, error, text('console.loyalty.code_used'));
          }}
        >
          {text('console.loyalty.use_code')}
        </Button>
      ) : null}
      {status === 'issued' && may('loyalty.adjust') ? (
        <Popconfirm
          title={text('console.loyalty.cancel_code_ask')}
          description={text('rewards.cancel_ask', {
            points: text('points.count', { count: redemption.points }),
          })}
          okText={text('console.loyalty.cancel_code')}
          okButtonProps={{ danger: true }}
          onConfirm={async () => {
            const { data, error } = await cancel.act(ref);
            settle(data?.redemption, error, text('console.loyalty.code_cancelled'));
          }}
        >
          <Button danger size="large" loading={cancel.busy}>
            {text('console.loyalty.cancel_code')}
          </Button>
        </Popconfirm>
      ) : null}
      {status === 'used' ? (
        <Button
          size="large"
          loading={undo.busy}
          onClick={async () => {
            const { data, error } = await undo.act(ref);
            settle(data, error, text('console.loyalty.use_undone'));
          }}
        >
          {text('console.loyalty.undo_use')}
        </Button>
      ) : null}
      <Button type="text" size="large" onClick={onClear}>
        {text('console.loyalty.next_code')}
      </Button>
    </div>
  );
}

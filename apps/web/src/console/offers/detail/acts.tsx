import type { ApiFailure } from '@wafa/client';
import type { Offer, OfferStatus } from '@wafa/contract';
import { App, Button, Popconfirm } from 'antd';
import { useNavigate } from 'react-router';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, reasonText, useText } from '../../../shared/hooks.ts';

/** Starts, pauses, ends and archives an offer, and makes another one of it. */
export function Acts({ offer }: { offer: Offer }) {
  const text = useText();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.offers.setStatus);
  const { status } = offer;

  async function set(next: OfferStatus): Promise<ApiFailure | undefined> {
    const { error } = await act({ offerId: offer.id, status: next });
    return error;
  }
  async function setAndTell(next: OfferStatus): Promise<void> {
    const error = await set(next);
    if (error) message.error(reasonText(text, error));
    else message.success(text(`console.offers.now_${next}`));
  }
  async function takeBack(): Promise<void> {
    // What it was before it was archived, only the API knows: a draft that never ran, or an offer that ended.
    const error = await set('draft');
    if (error?.code === 'offer_status') return setAndTell('ended');
    if (error) message.error(failureText(text, error));
    else message.success(text('console.offers.now_draft'));
  }
  const plain = (next: OfferStatus, words: string, primary = false) => (
    <Button
      key={words}
      type={primary ? 'primary' : 'default'}
      loading={busy}
      onClick={() => setAndTell(next)}
    >
      {text(`console.offers.${words}`)}
    </Button>
  );
  const asked = (next: OfferStatus, words: string) => (
    <Popconfirm
      key={words}
      title={text(`console.offers.${words}_ask`)}
      description={
        <span className="block max-w-[36ch]">
          {text(`console.offers.${words}_text`, { count: offer.claims })}
        </span>
      }
      okText={text(`console.offers.${words}`)}
      okButtonProps={{ danger: next === 'ended' }}
      onConfirm={() => setAndTell(next)}
    >
      <Button danger={next === 'ended'} loading={busy}>
        {text(`console.offers.${words}`)}
      </Button>
    </Popconfirm>
  );
  const acts = {
    draft: [asked('archived', 'archive'), plain('active', 'start', true)],
    active: [plain('paused', 'pause'), asked('ended', 'end')],
    paused: [asked('ended', 'end'), plain('active', 'resume', true)],
    ended: [asked('archived', 'archive')],
    archived: [
      <Button key="restore" loading={busy} onClick={takeBack}>
        {text('console.segments.restore')}
      </Button>,
    ],
  };
  return (
    <>
      <Duplicate offer={offer} />
      {acts[status]}
    </>
  );
}

function Duplicate({ offer }: { offer: Offer }) {
  const text = useText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.offers.duplicate);
  return (
    <Button
      loading={busy}
      onClick={async () => {
        const { data, error } = await act({ offerId: offer.id });
        if (error) message.error(failureText(text, error));
        if (data) {
          message.success(text('console.offers.duplicated'));
          navigate(`../${data.id}?tab=edit`);
        }
      }}
    >
      {text('console.offers.duplicate')}
    </Button>
  );
}

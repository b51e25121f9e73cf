import { OpenedCard } from '@wafa/card';
import type { card } from '@wafa/contract';
import { type CSSProperties, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { api } from '../../shared/api/api.ts';
import { useFormat, useLanguage, useText } from '../../shared/hooks.ts';
import { ErrorState } from '../../shared/ui/states.tsx';
import { CardActions } from './card-actions.tsx';
import { useLiveCode } from './use-live-code.ts';

type Card = (typeof card)['_output'];

/** How much of the screen lies outside the card on each side, for the way it grows. */
function edges(from: DOMRect | null): CSSProperties {
  if (!from) return {};
  return {
    '--from-top': `${from.top}px`,
    '--from-right': `${innerWidth - from.right}px`,
    '--from-bottom': `${innerHeight - from.bottom}px`,
    '--from-left': `${from.left}px`,
  } as CSSProperties;
}

/** The card over the full screen. Escape, the cross and the browser's focus rules are React Aria's. */
export default function CardSheet({ from, onClose }: { from: DOMRect | null; onClose: () => void }) {
  const text = useText();
  const [open, setOpen] = useState(true);
  const close = () => {
    setOpen(false);
    // The way back takes 200 ms (`--base`); a reduced-motion user waits the same and sees nothing move.
    setTimeout(onClose, 200);
  };
  return (
    <ModalOverlay isOpen={open} onOpenChange={close} className="card-overlay">
      <Modal className="card-sheet" style={edges(from)}>
        <Dialog aria-label={text('card.label')} className="outline-none">
          <CardContent onClose={close} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function CardContent({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = api.useCardQuery();
  if (data) return <LiveCard card={data} onClose={onClose} />;
  return (
    <div className="grid min-h-dvh place-items-center bg-ground p-5">
      {error ? <ErrorState error={error} retry={refetch} /> : null}
    </div>
  );
}

function LiveCard({ card, onClose }: { card: Card; onClose: () => void }) {
  const language = useLanguage();
  const { live, restart } = useLiveCode(`${card.store.id}/${card.customerId}`);
  return (
    <OpenedCard
      card={card}
      language={language}
      onClose={onClose}
      live={live}
      balance={<Balance />}
      actions={<CardActions cardNumber={card.cardNumber} wallets={card.wallets} restart={restart} />}
    />
  );
}

function Balance() {
  const text = useText();
  const { points, money } = useFormat();
  const { data: balance } = api.useLoyaltyQuery();
  if (!balance) return null;
  return (
    <>
      <span>
        <b>{points(balance.available)}</b> {text('unit.points', { count: balance.available })}
      </span>
      {balance.worth ? (
        <span>
          {text('home.worth')} <bdi>{money(balance.worth.amount, balance.worth.currency)}</bdi>
        </span>
      ) : null}
    </>
  );
}

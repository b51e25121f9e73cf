import { OpenedCard } from '@wafa/card';
import { groupCardNumber } from '@wafa/i18n/core';
import { type CSSProperties, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { api } from '../../shared/api/api.ts';
import { useFormat, useLanguage, useText } from '../../shared/hooks.ts';
import { ErrorState } from '../../shared/ui/states.tsx';

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
  const text = useText();
  const language = useLanguage();
  const { points, money } = useFormat();
  const { data: card, error, refetch } = api.useCardQuery();
  const { data: balance } = api.useLoyaltyQuery();
  const [copied, setCopied] = useState(false);

  if (!card) {
    return (
      <div className="grid min-h-dvh place-items-center bg-ground p-5">
        {error ? <ErrorState error={error} retry={refetch} /> : null}
      </div>
    );
  }
  const copy = () =>
    navigator.clipboard.writeText(groupCardNumber(card.cardNumber)).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <OpenedCard
      card={card}
      language={language}
      onClose={onClose}
      balance={
        balance ? (
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
        ) : null
      }
      actions={
        <button type="button" onClick={copy} aria-live="polite">
          {text(copied ? 'card.copied' : 'card.copy')}
        </button>
      }
    />
  );
}

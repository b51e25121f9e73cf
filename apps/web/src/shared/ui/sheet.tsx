import { type ReactNode, useEffect, useRef } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useText } from '../hooks.ts';
import { Icon } from './icon.tsx';

interface SheetProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A question over the page: from the foot of a phone, in the middle of a desktop. Escape, the cross and a
 * press beside it close it; the focus goes back to where it came from.
 */
export function Sheet({ title, onClose, children }: SheetProps) {
  const text = useText();
  const dialog = useRef<HTMLElement>(null);
  // A step that replaces the pressed button would leave the focus outside, and Escape unheard.
  useEffect(() => {
    if (document.activeElement === document.body) dialog.current?.focus();
  });
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => open || onClose()}
      className="fixed inset-0 z-50 grid items-end justify-items-center bg-[var(--scrim)] [animation:appear_200ms_both] desk:items-center"
    >
      <Modal className="max-h-[92dvh] w-full overflow-y-auto rounded-t-panel bg-surface [box-shadow:var(--shadow-3)] desk:max-w-[28rem] desk:rounded-panel">
        <Dialog
          ref={dialog}
          className="relative grid gap-4 p-5 pb-[max(20px,env(safe-area-inset-bottom))] outline-none"
        >
          <div className="flex items-start justify-between gap-4">
            <Heading slot="title" className="pt-2 text-20 font-semibold">
              {title}
            </Heading>
            <button
              type="button"
              aria-label={text('action.close')}
              className="-me-2.5 grid size-11 flex-none place-items-center rounded-full text-soft hover:text-ink"
              onClick={onClose}
            >
              <Icon name="close" />
            </button>
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

import { directionOf, groupCardNumber, type Language, translate } from '@wafa/i18n/core';
import { type ReactNode, useEffect } from 'react';
import { code128Path } from './code128.ts';
import { CardPill } from './customer-id-card.tsx';
import { type CardFacts, metalOf, nameIn, otherName } from './facts.ts';
import { Girih, Qr, StoreMark } from './parts.tsx';

/** What stands in the place of the static QR: a rotating code, its first one on the way, or why there is none. */
export type LiveCode =
  | { state: 'starting' }
  | {
      state: 'rotating';
      code: string;
      secondsLeft: number;
      /** `secondsLeft` in the digits of the reader. */
      left: string;
    }
  | { state: 'static'; note: string };

interface OpenedCardProps {
  card: CardFacts;
  language: Language;
  onClose: () => void;
  live?: LiveCode;
  /** Balance line under the sheet. */
  balance?: ReactNode;
  /** Actions at the foot. */
  actions?: ReactNode;
}

/** With the 20 px of the sheet this makes the ten modules of quiet zone that the standard asks for. */
const barcodeQuiet = 4;

/** Keeps the screen lit while the card is shown at a till; a refusal by the device changes nothing. */
function useScreenLit(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return;
    const lock = navigator.wakeLock.request('screen').catch(() => null);
    return () => {
      lock.then((held) => held?.release());
    };
  }, []);
}

/** The card opened to be scanned: metal over the full screen, a white sheet with QR, barcode and number. */
export function OpenedCard({ card, language, onClose, live, balance, actions }: OpenedCardProps) {
  useScreenLit();
  const grouped = groupCardNumber(card.cardNumber);
  const barcode = code128Path(card.cardNumber, 40);
  const second = otherName(language, card.name, card.nameAr);
  return (
    <div
      className={`wafa-opened wafa-metal-${metalOf(card.tier?.key)}`}
      dir={directionOf(language)}
      lang={language}
    >
      <Girih />
      <div className="wafa-opened-column">
        <header className="wafa-opened-top">
          <span className="wafa-store">
            <StoreMark className="wafa-mark" />
            <bdi>{nameIn(language, card.store.name, card.store.nameAr)}</bdi>
          </span>
          <span className="wafa-opened-end">
            <CardPill card={card} language={language} />
            <button
              type="button"
              className="wafa-close"
              aria-label={translate(language, 'action.close')}
              onClick={onClose}
            >
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M6 6l12 12M18 6L6 18" />
              </svg>
            </button>
          </span>
        </header>
        <p className="wafa-names">
          <bdi className="wafa-name-first">{nameIn(language, card.name, card.nameAr)}</bdi>
          {second ? (
            <bdi className="wafa-name-second" lang={language === 'ar' ? 'en' : 'ar'}>
              {second}
            </bdi>
          ) : null}
        </p>
        <section className="wafa-sheet">
          <div className="wafa-sheet-qr" aria-busy={live?.state === 'starting'}>
            {live?.state === 'starting' ? null : (
              <Qr
                key={live?.state === 'rotating' ? live.code : card.qr}
                text={live?.state === 'rotating' ? live.code : card.qr}
                label={translate(language, 'card.qr', { number: grouped })}
                quiet={2}
              />
            )}
          </div>
          <TillWords live={live} language={language} />
          <div className="wafa-barcode">
            <svg
              viewBox={`${-barcodeQuiet} 0 ${barcode.width + barcodeQuiet * 2} 40`}
              preserveAspectRatio="none"
              shapeRendering="crispEdges"
              role="img"
              aria-label={translate(language, 'card.barcode', { number: grouped })}
            >
              <path d={barcode.path} />
            </svg>
            <bdi dir="ltr">{grouped}</bdi>
          </div>
        </section>
        {balance ? <div className="wafa-balance">{balance}</div> : null}
        {actions ? <div className="wafa-actions">{actions}</div> : null}
      </div>
    </div>
  );
}

/** What to do with the code, and how long it holds. */
function TillWords({ live, language }: { live: LiveCode | undefined; language: Language }) {
  const rotates = live?.state === 'rotating' || live?.state === 'starting';
  const words = translate(language, rotates ? 'card.rotating_text' : 'card.at_till_text');
  return (
    <div className="wafa-till-row">
      {live?.state === 'rotating' ? <Countdown secondsLeft={live.secondsLeft} left={live.left} /> : null}
      <p className="wafa-till">
        <b>{translate(language, 'card.at_till')}</b>
        <span>{live?.state === 'static' ? live.note : words}</span>
      </p>
    </div>
  );
}

const ringRadius = 20;
const periodSeconds = 30;

/** The ring that empties; for the eye alone, since a voice that counts would leave no room for anything else. */
function Countdown({ secondsLeft, left }: { secondsLeft: number; left: string }) {
  const length = 2 * Math.PI * ringRadius;
  return (
    <svg className="wafa-ring" viewBox="0 0 48 48" aria-hidden="true">
      <circle cx="24" cy="24" r={ringRadius} />
      <circle
        cx="24"
        cy="24"
        r={ringRadius}
        strokeDasharray={`${(length * secondsLeft) / periodSeconds} ${length}`}
        transform="rotate(-90 24 24)"
      />
      <text x="24" y="29" textAnchor="middle">
        {left}
      </text>
    </svg>
  );
}

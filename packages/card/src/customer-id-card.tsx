import { directionOf, groupCardNumber, type Language, translate } from '@wafa/i18n/core';
import { type ReactNode, useEffect, useState } from 'react';
import { type CardFacts, metalOf, nameIn } from './facts.ts';
import { Girih, Qr, StoreMark } from './parts.tsx';

interface CommonProps {
  language: Language;
  /** Makes the whole card a button that opens it. */
  onOpen?: (from: DOMRect) => void;
  /** Small form for lists: 180 px and up. */
  mini?: boolean;
}
export type CustomerIDCardProps = CommonProps &
  (
    | { card: CardFacts }
    | { customerId: string; load: (customerId: string, signal: AbortSignal) => Promise<CardFacts> }
  );

/**
 * The Customer ID card. Takes the facts (`card`), or a `customerId` and how to load them. Needs
 * `card.css`; looks the same in both themes.
 */
export function CustomerIDCard(props: CustomerIDCardProps) {
  if ('card' in props) return <CardFace {...props} />;
  return <LoadedCard {...props} key={props.customerId} />;
}

function LoadedCard(props: Extract<CustomerIDCardProps, { customerId: string }>) {
  const { customerId, load, language } = props;
  const [card, setCard] = useState<CardFacts | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    const leave = new AbortController();
    load(customerId, leave.signal).then(setCard, (error: Error) => {
      if (!leave.signal.aborted) setFailure(error.message);
    });
    return () => leave.abort();
  }, [customerId, load]);
  if (card) return <CardFace {...props} card={card} />;
  return (
    <div className="wafa-card wafa-card-empty" dir={directionOf(language)} aria-busy={failure === null}>
      {failure === null ? null : <p role="alert">{failure || translate(language, 'card.unavailable')}</p>}
    </div>
  );
}

function CardFace({ card, language, onOpen, mini }: CommonProps & { card: CardFacts }) {
  const className = `wafa-card wafa-metal-${metalOf(card.tier?.key)}${mini ? ' wafa-card-mini' : ''}`;
  const common = { className, dir: directionOf(language), lang: language, 'data-status': card.status };
  const label = [
    translate(language, 'card.label'),
    nameIn(language, card.name, card.nameAr),
    groupCardNumber(card.cardNumber),
  ].join(', ');
  if (!onOpen) {
    return (
      <article {...common} aria-label={label}>
        <Surface card={card} language={language} />
      </article>
    );
  }
  return (
    <button
      type="button"
      {...common}
      aria-label={`${label}. ${translate(language, 'card.open')}`}
      onClick={(event) => onOpen(event.currentTarget.getBoundingClientRect())}
    >
      <Surface card={card} language={language} />
    </button>
  );
}

function Surface({ card, language }: { card: CardFacts; language: Language }): ReactNode {
  return (
    <>
      <Girih />
      <span className="wafa-sheen" />
      <span className="wafa-card-top">
        <span className="wafa-store">
          <StoreMark className="wafa-mark" />
          <bdi>{nameIn(language, card.store.name, card.store.nameAr)}</bdi>
        </span>
        <CardPill card={card} language={language} />
      </span>
      <span className="wafa-card-foot">
        <span className="wafa-who">
          <span className="wafa-name">
            <bdi>{nameIn(language, card.name, card.nameAr)}</bdi>
          </span>
          <bdi className="wafa-number" dir="ltr">
            {groupCardNumber(card.cardNumber)}
          </bdi>
        </span>
        <span className="wafa-chip">
          <Qr text={card.qr} label={null} quiet={1} />
        </span>
      </span>
    </>
  );
}

/** The tier's name, or the card's state where it is not active. */
export function CardPill({ card, language }: { card: CardFacts; language: Language }) {
  const text =
    card.status === 'active' ? card.tier?.name[language] : translate(language, `card.status.${card.status}`);
  return text ? <span className="wafa-tier">{text}</span> : null;
}

import type { Offer } from '@wafa/contract';
import { Progress } from 'antd';
import type { ReactNode } from 'react';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { useAudienceWords, useBenefitWords, useConditionWords } from '../parts/offer-words.ts';

/** The terms in words, and how far the offer has been used. */
export function Terms({ offer }: { offer: Offer }) {
  const text = useText();
  const { language } = useFormat();
  const benefit = useBenefitWords();
  const audience = useAudienceWords();
  const conditions = useConditionWords()(offer, offer.currency);
  return (
    <div className="grid items-start gap-4 desk:grid-cols-[minmax(0,1fr)_22rem]">
      <section className="panel grid gap-3 p-4" aria-label={text('console.offers.tab_terms')}>
        <p className="text-24 font-semibold">
          <bdi>{benefit(offer.benefit, offer.currency)}</bdi>
        </p>
        {offer.description?.[language] ? <p className="max-w-[70ch]">{offer.description[language]}</p> : null}
        <p>
          <span className="block text-soft">{text('console.offers.audience')}</span>
          {audience(offer.audience)}
        </p>
        <p>
          <span className="block text-soft">{text('console.offers.code_mode')}</span>
          {text(`console.offers.mode_${offer.codeMode}`)}
          {offer.sharedCode ? (
            <>
              {' · '}
              <bdi dir="ltr" className="font-semibold">
                {offer.sharedCode}
              </bdi>
            </>
          ) : null}
        </p>
        {conditions.length > 0 ? (
          <ul className="divide-y divide-line border-t border-line">
            {conditions.map((condition) => (
              <li key={condition} className="py-1.5">
                {condition}
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-soft">{text('console.offers.no_conditions')}</p>
        )}
      </section>
      <Use offer={offer} />
    </div>
  );
}

function Use({ offer }: { offer: Offer }) {
  const text = useText();
  const { money, number, points } = useFormat();
  const { limits, budget, currency } = offer;
  return (
    <section className="panel p-4" aria-label={text('console.offers.use')}>
      <p>
        <span className="text-32 font-semibold tight">{number(offer.redemptions)}</span>{' '}
        <span className="text-soft">{text('console.offers.redeemed', { count: offer.redemptions })}</span>
      </p>
      {limits.total ? (
        <Share used={offer.redemptions + offer.claims} most={limits.total} show={number} />
      ) : null}
      <dl className="facts pt-3">
        <Fact label={text('console.offers.open_claims')}>{number(offer.claims)}</Fact>
        <Fact label={text('console.offers.discount')}>
          <bdi>{money(offer.discountGiven, currency)}</bdi>
        </Fact>
        <Fact label={text('console.points')}>{points(offer.pointsGiven)}</Fact>
        {offer.codes === null ? null : (
          <Fact label={text('console.offers.codes_left')}>
            {text('console.offers.of', { some: offer.codesLeft ?? 0, all: offer.codes })}
          </Fact>
        )}
      </dl>
      {budget.money ? (
        <div className="pt-3">
          <p className="text-soft">{text('console.offers.budget')}</p>
          <Share used={offer.discountGiven} most={budget.money} show={(minor) => money(minor, currency)} />
        </div>
      ) : null}
      {budget.points ? (
        <div className="pt-3">
          <p className="text-soft">{text('console.offers.budget')}</p>
          <Share used={offer.pointsGiven} most={budget.points} show={points} />
        </div>
      ) : null}
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** How much of a limit is used, as a bar and in figures. */
function Share({ used, most, show }: { used: number; most: number; show: (value: number) => string }) {
  const text = useText();
  const words = text('console.offers.of', { some: show(used), all: show(most) });
  return (
    <>
      <Progress
        percent={Math.min(100, (used / most) * 100)}
        showInfo={false}
        size="small"
        aria-label={words}
      />
      <p className="text-soft">{words}</p>
    </>
  );
}

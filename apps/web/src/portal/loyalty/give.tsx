import { contract } from '@wafa/contract';
import { useState } from 'react';
import { useAct } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ContractForm, Field } from '../../shared/ui/form.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';

interface GiveProps {
  available: number;
  onClose: () => void;
  /** Hears how many points were given. */
  onGiven: (points: number) => void;
}

/** Points for somebody else, by the number of their card. */
export default function Give({ available, onClose, onGiven }: GiveProps) {
  const text = useText();
  const { act } = useAct(endpoints.loyalty.transfer);
  // One id for as long as the sheet is open: a second press after a lost answer gives nothing twice.
  const [transactionId] = useState(() => crypto.randomUUID());
  return (
    <Sheet title={text('loyalty.give')} onClose={onClose}>
      <ContractForm
        className="grid gap-4"
        schema={contract.loyalty.transfer.body!}
        collect={(field) => ({
          toCardNumber: field('toCardNumber'),
          points: field('points') === undefined ? undefined : Number(field('points')),
          message: field('message'),
          transactionId,
        })}
        submit={async (gift) => {
          const { data, error } = await act(gift);
          if (data) onGiven(data.points);
          return error;
        }}
      >
        {({ busy }) => (
          <>
            <Field
              name="toCardNumber"
              label={text('loyalty.give_to')}
              inputMode="numeric"
              autoComplete="off"
              required
            />
            <Field
              name="points"
              label={text('loyalty.give_points')}
              hint={text('loyalty.give_of', { points: text('points.count', { count: available }) })}
              inputMode="numeric"
              autoComplete="off"
              required
            />
            <Field name="message" label={text('loyalty.give_message')} autoComplete="off" />
            <p className="text-soft">{text('loyalty.give_warning')}</p>
            <Button type="submit" look="primary" className="w-full" busy={busy}>
              {text('loyalty.give')}
            </Button>
          </>
        )}
      </ContractForm>
    </Sheet>
  );
}

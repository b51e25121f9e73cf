import { useNavigate } from 'react-router';
import { useText } from '../../../shared/hooks.ts';
import { Page } from '../../shared/page.tsx';
import { OfferForm } from './offer-form.tsx';

/** An offer in the making; it becomes a draft, which nobody sees before it is started. */
export function NewOffer() {
  const text = useText();
  const navigate = useNavigate();
  return (
    <Page title={text('console.offers.new')} lead={text('console.offers.new_lead')}>
      <OfferForm offer={null} onSaved={({ id }) => navigate(id)} />
    </Page>
  );
}

import type { Offer } from '@wafa/contract';
import { App, Tabs } from 'antd';
import { useParams } from 'react-router';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { Page } from '../../shared/page.tsx';
import { useStore } from '../../shared/store.ts';
import { OfferForm } from '../form/offer-form.tsx';
import { OfferState } from '../parts/offer-state.tsx';
import { Acts } from './acts.tsx';
import { Codes } from './codes.tsx';
import { Customers } from './customers.tsx';
import { Redemptions } from './redemptions.tsx';
import { Report } from './report.tsx';
import { Terms } from './terms.tsx';
import { Versions } from './versions.tsx';

/** One offer: its terms, what it brought, who took it, its codes, and what it said before. */
export default function OfferPage() {
  const { offerId = '' } = useParams();
  const { data: offer, error, refetch } = useRead(endpoints.offers.get, { offerId });
  if (offer) return <Opened offer={offer} />;
  return <Pending error={error} retry={refetch} rows={8} />;
}

function Opened({ offer }: { offer: Offer }) {
  const text = useText();
  const { language, number } = useFormat();
  const { message } = App.useApp();
  const { values, change } = useAddress();
  const { may } = useStore();
  const edit = may('offers.edit');
  const changeable = edit && offer.status !== 'ended' && offer.status !== 'archived';
  const other = offer.name[language === 'ar' ? 'en' : 'ar'];
  const tabs = [
    { key: 'terms', children: <Terms offer={offer} />, when: true },
    { key: 'report', children: <Report offer={offer} />, when: offer.status !== 'draft' },
    { key: 'redemptions', children: <Redemptions offer={offer} />, when: offer.status !== 'draft' },
    { key: 'codes', children: <Codes offer={offer} />, when: edit && offer.codeMode === 'single' },
    { key: 'customers', children: <Customers offer={offer} />, when: true },
    {
      key: 'edit',
      children: (
        <OfferForm key={offer.version} offer={offer} onSaved={() => message.success(text('state.saved'))} />
      ),
      when: changeable,
    },
    { key: 'versions', children: <Versions offer={offer} />, when: true },
  ];
  return (
    <Page
      title={offer.name[language]}
      lead={
        <span className="flex flex-wrap items-center gap-2 pt-1">
          {other === offer.name[language] ? null : <bdi>{other}</bdi>}
          <OfferState offer={offer} />
          <span>{text('console.loyalty.version_of', { version: number(offer.version) })}</span>
        </span>
      }
      actions={edit ? <Acts offer={offer} /> : null}
    >
      <Tabs
        activeKey={values.tab ?? 'terms'}
        destroyOnHidden
        onChange={(tab) => change({ tab: tab === 'terms' ? null : tab })}
        items={tabs
          .filter(({ when }) => when)
          .map(({ key, children }) => ({ key, children, label: text(`console.offers.tab_${key}`) }))}
      />
    </Page>
  );
}

import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { useAddress } from '../shared/address.ts';
import { ExportButton } from '../shared/export-button.tsx';
import { Page } from '../shared/page.tsx';
import { Parts } from '../shared/parts.tsx';
import { useStore } from '../shared/store.ts';
import { ReferralList, useListInput } from './list.tsx';
import { Overview } from './overview.tsx';
import { ReferralSide } from './referral-side.tsx';
import { Refusals } from './refusals.tsx';
import { SettingsForm } from './settings-form.tsx';

/** The referral programme: figures, the referrals themselves, what waits for a decision, and the terms. */
export default function Referrals() {
  const text = useText();
  const { number } = useFormat();
  const { may } = useStore();
  const { values, change } = useAddress();
  const input = useListInput();
  const { data: held } = useRead(endpoints.referrals.list, { review: 'held', limit: 1 });
  const waiting = held?.total ?? 0;
  const tabs = [
    { key: 'overview', label: text('console.referrals.overview'), children: <Overview /> },
    { key: 'list', label: text('console.referrals.all'), children: <ReferralList /> },
    {
      key: 'review',
      label: waiting
        ? text('console.referrals.review_waiting', { number: number(waiting) })
        : text('console.referrals.review'),
      children: <ReferralList held />,
    },
    ...(may('referrals.review')
      ? [{ key: 'refusals', label: text('console.referrals.refusals'), children: <Refusals /> }]
      : []),
    { key: 'settings', label: text('console.referrals.settings'), children: <SettingsForm /> },
  ];
  const open = tabs.find(({ key }) => key === values.tab) ?? tabs[0];
  return (
    <Page
      title={text('console.referrals.title')}
      lead={text('console.referrals.lead')}
      actions={
        open?.key === 'list' ? (
          <ExportButton endpoint={endpoints.referrals.exportList} input={input} name="referrals.csv" />
        ) : null
      }
    >
      <Parts label={text('console.referrals.title')} parts={tabs} active={open?.key} />
      {/* The list of all and the desk are one component: each begins afresh. */}
      <div key={open?.key} className="pt-4">
        {open?.children}
      </div>
      {values.open ? (
        <ReferralSide id={values.open} onClose={() => change({ open: null, page: values.page })} />
      ) : null}
    </Page>
  );
}

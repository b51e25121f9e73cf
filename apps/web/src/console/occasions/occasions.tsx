import { Tabs } from 'antd';
import { useText } from '../../shared/hooks.ts';
import { useAddress } from '../shared/address.ts';
import { Page } from '../shared/page.tsx';
import { Kinds } from './kinds.tsx';
import { Records } from './records.tsx';
import { Upcoming } from './upcoming.tsx';

const tabs = [
  { key: 'upcoming', children: <Upcoming /> },
  { key: 'records', children: <Records /> },
  { key: 'kinds', children: <Kinds /> },
];

/** Special dates of customers: who is next, what was claimed, and how the store celebrates. */
export default function Occasions() {
  const text = useText();
  const { values, change } = useAddress();
  return (
    <Page title={text('console.occasions.title')} lead={text('console.occasions.lead')}>
      <Tabs
        activeKey={tabs.find(({ key }) => key === values.tab)?.key ?? 'upcoming'}
        // What one list is filtered by means nothing in another.
        onChange={(tab) =>
          change({
            ...Object.fromEntries(Object.keys(values).map((name) => [name, null])),
            tab: tab === 'upcoming' ? null : tab,
          })
        }
        destroyOnHidden
        items={tabs.map((tab) => ({ ...tab, label: text(`console.occasions.tab_${tab.key}`) }))}
      />
    </Page>
  );
}

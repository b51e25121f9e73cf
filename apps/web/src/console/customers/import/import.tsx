import { useText } from '../../../shared/hooks.ts';
import { useAddress } from '../../shared/address.ts';
import { Page } from '../../shared/page.tsx';
import { Choose } from './choose.tsx';
import { Earlier } from './earlier.tsx';
import { Running } from './running.tsx';

/** Customers from a CSV file: chosen, mapped, looked at, imported by a job. */
export default function ImportCustomers() {
  const text = useText();
  const { values, change } = useAddress();
  return (
    <Page title={text('customers.import_title')} lead={text('customers.import_lead')}>
      <div className="grid max-w-[64rem] gap-6">
        {values.import ? (
          <Running id={values.import} onAgain={() => change({ import: null })} />
        ) : (
          <Choose onStarted={(id) => change({ import: id })} />
        )}
        <Earlier onOpen={(id) => change({ import: id })} />
      </div>
    </Page>
  );
}

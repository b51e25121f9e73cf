import type { Customer } from '@wafa/contract';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { Merge } from '../merging/merge.tsx';

/** Says that the customer may stand twice, and leads to the comparison. */
export function MaybeTwice({ customer }: { customer: Customer }) {
  const text = useText();
  const [comparing, setComparing] = useState(false);
  const { data } = useRead(endpoints.customers.duplicatesOf, { customerId: customer.id });
  const [pair] = data?.duplicates ?? [];
  if (!data || !pair) return null;
  return (
    <>
      <Alert
        type="info"
        showIcon
        title={text('merging.maybe', { count: data.duplicates.length })}
        action={
          <Button size="small" onClick={() => setComparing(true)}>
            {text('merging.look')}
          </Button>
        }
      />
      {comparing ? (
        <Merge pair={pair.customers} survivorId={pair.survivorId} onClose={() => setComparing(false)} />
      ) : null}
    </>
  );
}

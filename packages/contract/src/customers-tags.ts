/** Tags of a customer. */
import { z } from 'zod';
import { customerRef } from './common.ts';
import { customerTag } from './customers-details.ts';
import { customerById, endpoint, type RawInput } from './endpoint.ts';

const ref = z.object({ customerId: customerRef });

export const customersTagsContract = {
  addTag: endpoint({
    name: 'customers.addTag',
    method: 'POST',
    path: '/api/v1/customers/:customerId/tags',
    aliases: [{ path: '/api/customers/:id/tags', ...customerById }],
    summary: 'Tag a customer; a tag that is there stays once',
    caller: 'staff',
    permission: 'customers.edit',
    lane: 'write',
    params: ref,
    body: z.object({ tag: customerTag }),
    response: z.object({ tags: z.array(z.string()) }),
    errors: ['not_found', 'customer_closed'],
  }),
  removeTag: endpoint({
    name: 'customers.removeTag',
    method: 'DELETE',
    path: '/api/v1/customers/:customerId/tags/:tag',
    aliases: [
      {
        path: '/api/customers/:id/tags/:tag',
        toInput: (raw: RawInput) => ({ ...raw, params: { customerId: raw.params.id, tag: raw.params.tag } }),
      },
    ],
    summary: 'Take a tag from a customer; one that is not there is no error',
    caller: 'staff',
    permission: 'customers.edit',
    lane: 'write',
    params: ref.extend({ tag: customerTag }),
    response: z.object({ tags: z.array(z.string()) }),
    errors: ['not_found', 'customer_closed'],
  }),
};

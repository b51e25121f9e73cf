import { z } from 'zod';
import { id, instant, listOf, nameText, paging } from './common.ts';
import { endpoint } from './endpoint.ts';

/** Fields that a column of a customer file can fill; `custom.<key>` fills a field of the store's own. */
export const importFields = [
  'sourceId',
  'name',
  'firstName',
  'lastName',
  'firstNameAr',
  'lastNameAr',
  'email',
  'phone',
  'type',
  'status',
  'companyName',
  'taxNumber',
  'birthday',
  'language',
  'tags',
  'preferredCategories',
  'createdAt',
  'marketingEmail',
  'marketingSms',
  'marketingPush',
  'marketingInApp',
  'street1',
  'street2',
  'city',
  'state',
  'postalCode',
  'country',
] as const;
export type ImportField = (typeof importFields)[number];

/** Which column fills which field; a column that names no field is left out. */
export const importMapping = z.record(
  z.union([z.enum(importFields), z.string().regex(/^custom\.[^.]{1,50}$/)]),
  nameText(200).min(1),
);
export type ImportMapping = z.infer<typeof importMapping>;

const cell = z.union([z.string().max(5000), z.number(), z.boolean(), z.null()]);
const rows = z
  .array(z.record(z.string().max(200), cell))
  .min(1)
  .max(5000);

const problem = z.object({ reason: z.string(), count: z.int() });

export const customerImport = z.object({
  id,
  fileName: z.string().nullable(),
  status: z.enum(['RUNNING', 'DONE']),
  total: z.int(),
  processed: z.int(),
  created: z.int(),
  known: z.int().describe('Brought before: found by their source id, and left as they are'),
  rejected: z.int(),
  problems: z.array(problem),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type CustomerImport = z.infer<typeof customerImport>;

const body = z.object({
  rows,
  mapping: importMapping.optional(),
  source: nameText(50).min(1).default('import').describe('Name of the system the customers come from'),
});

/** Customers from a file of another system. */
export const customersImportContract = {
  previewImport: endpoint({
    name: 'customers.previewImport',
    method: 'POST',
    path: '/api/v1/customers/import/preview',
    summary: 'What an import of these rows would do; nothing is written',
    description:
      'Rows are objects by column name. Columns are recognised by their names in English and Arabic; `mapping` (field to column) overrides this.',
    caller: 'staff',
    permission: 'customers.import',
    lane: 'read',
    body,
    response: z.object({
      mapping: importMapping,
      unused: z.array(z.string()).describe('Columns that fill no field'),
      total: z.int(),
      valid: z.int(),
      known: z.int(),
      rejected: z.int(),
      problems: z.array(problem),
      rows: z
        .array(
          z.object({
            line: z.int(),
            result: z.enum(['new', 'known', 'rejected']),
            reason: z.string().nullable(),
            field: z.string().nullable(),
            message: z.string().nullable(),
            customer: z.record(z.string(), z.unknown()).nullable().describe('As it would be stored'),
          }),
        )
        .describe('The first ten rows, and the first fifty that would be rejected'),
    }),
  }),
  startImport: endpoint({
    name: 'customers.startImport',
    method: 'POST',
    path: '/api/v1/customers/import',
    summary: 'Import up to 5,000 customers; a job does it',
    description: 'The same rows sent again answer the import that they began, and change nothing.',
    caller: 'staff',
    permission: 'customers.import',
    lane: 'write',
    status: 202,
    body: body.extend({ fileName: nameText(200).optional() }),
    response: customerImport,
    errors: ['validation'],
  }),
  imports: endpoint({
    name: 'customers.imports',
    method: 'GET',
    path: '/api/v1/customers/imports',
    summary: 'Imports of customers, newest first',
    caller: 'staff',
    permission: 'customers.import',
    lane: 'read',
    query: paging,
    response: listOf('imports', customerImport),
    errors: ['cursor_invalid'],
  }),
  import: endpoint({
    name: 'customers.import',
    method: 'GET',
    path: '/api/v1/customers/imports/:importId',
    summary: 'Progress and result of an import',
    caller: 'staff',
    permission: 'customers.import',
    lane: 'read',
    params: z.object({ importId: id }),
    response: customerImport,
    errors: ['not_found'],
  }),
  importRejects: endpoint({
    name: 'customers.importRejects',
    method: 'GET',
    path: '/api/v1/customers/imports/:importId/rejects',
    summary: 'Rejected rows of an import as CSV: line, reason, the row',
    description: 'Kept for seven days.',
    caller: 'staff',
    permission: 'customers.import',
    lane: 'stream',
    params: z.object({ importId: id }),
    response: z.string(),
    errors: ['not_found'],
  }),
};

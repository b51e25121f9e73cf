// Made by `npm run generate` from the migrated database. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views of the schema sales, for `tx.withTables<Tables>()`. */
export interface Tables {
  'sales.imports': ImportsTable;
  'sales.receipts': ReceiptsTable;
}

export interface ImportsTable {
  store_id: string;
  id: string;
  preset: string;
  file_hash: Buffer;
  file_name: string;
  state: string;
  line: Generated<number>;
  rejects_bytes: Generated<number>;
  totals: unknown;
  started_at: Date;
  updated_at: Date;
  finished_at: Date | null;
}

export interface ReceiptsTable {
  store_id: string;
  subject_id: string;
  receipt: unknown;
}

import { type Endpoint, endpoints } from '@wafa/contract';
import { openApi } from '../platform/http/openapi.ts';
import { version } from '../platform/process.ts';

/** Prints the OpenAPI 3.1 document. */
export async function printOpenApi(): Promise<void> {
  process.stdout.write(`${JSON.stringify(openApi(endpoints as readonly Endpoint[], version), null, 2)}\n`);
}

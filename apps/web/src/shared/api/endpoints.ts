import { contract } from '@wafa/contract';

/**
 * The endpoints to call. In the built portal their plain facts stand here instead of the schemas
 * (lean-endpoints.ts), so that the first screen loads without zod; the types are the contract's.
 */
export const endpoints = contract;

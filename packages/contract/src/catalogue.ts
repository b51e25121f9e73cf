import { z } from 'zod';
import { id, instant, listOf, money, nameText, paging, text } from './common.ts';
import { endpoint } from './endpoint.ts';

export const product = z.object({
  id,
  sku: z.string(),
  name: z.string(),
  nameAr: z.string().nullable(),
  category: z.string().nullable(),
  price: money,
  currency: z.string(),
  stock: z.int().nullable().describe('Null where stock is not kept'),
  imageUrl: z.string().nullable(),
  isActive: z.boolean(),
  createdAt: instant,
  updatedAt: instant,
});
export type Product = z.infer<typeof product>;

const fields = {
  sku: text(100).min(1),
  name: nameText(300).min(1),
  nameAr: nameText(300).nullish(),
  category: nameText(100).nullish(),
  price: money.min(0),
  stock: z.int().min(0).nullish(),
  imageUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullish(),
  isActive: z.boolean(),
};

export const productCreate = z.object({ ...fields, isActive: fields.isActive.default(true) });
export const productUpdate = z.object(fields).partial();

const productSort = z.enum(['sku', 'name', 'createdAt', 'price']);

export const catalogueContract = {
  list: endpoint({
    name: 'catalogue.list',
    method: 'GET',
    path: '/api/v1/products',
    summary: 'Search and filter products',
    description: '`query` looks for a part of the sku or of the name in either language.',
    caller: 'staff',
    permission: 'catalogue.read',
    lane: 'read',
    query: paging.extend({
      query: text(200).optional(),
      category: text(100).optional(),
      isActive: z.stringbool().optional(),
      sortBy: productSort.default('sku'),
      sortOrder: z.enum(['asc', 'desc']).default('asc'),
    }),
    response: listOf('products', product),
    errors: ['cursor_invalid'],
  }),
  categories: endpoint({
    name: 'catalogue.categories',
    method: 'GET',
    path: '/api/v1/products/categories',
    summary: 'Categories with the number of their active products',
    caller: 'staff',
    permission: 'catalogue.read',
    lane: 'read',
    response: z.object({ categories: z.array(z.object({ category: z.string(), products: z.int() })) }),
  }),
  create: endpoint({
    name: 'catalogue.create',
    method: 'POST',
    path: '/api/v1/products',
    summary: 'Add a product',
    caller: 'staff',
    permission: 'catalogue.edit',
    lane: 'write',
    status: 201,
    body: productCreate,
    response: product,
    errors: ['code_taken'],
  }),
  get: endpoint({
    name: 'catalogue.get',
    method: 'GET',
    path: '/api/v1/products/:productId',
    summary: 'One product',
    caller: 'staff',
    permission: 'catalogue.read',
    lane: 'read',
    params: z.object({ productId: id }),
    response: product,
    errors: ['not_found'],
  }),
  update: endpoint({
    name: 'catalogue.update',
    method: 'PUT',
    path: '/api/v1/products/:productId',
    summary: 'Change a product',
    caller: 'staff',
    permission: 'catalogue.edit',
    lane: 'write',
    params: z.object({ productId: id }),
    body: productUpdate,
    response: product,
    errors: ['not_found', 'code_taken'],
  }),
};

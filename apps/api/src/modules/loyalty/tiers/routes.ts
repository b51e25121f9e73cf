import type { Route } from '../../../platform/http/bind.ts';

export const routes: Route[] = [];

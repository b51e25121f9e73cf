/**
 * Offers: what is offered to whom, what it does to a basket, who took it, and what it brought.
 *
 * Owns `offers.offers`, `versions`, `people`, `claims`, `codes`, `assignments`, `carried`, `code_attempts`.
 * Holds, however takers meet: no offer is taken more often than its limits allow and no budget is passed; a
 * claim, and a single-use code, is used once; a claim keeps the terms it was made under; the shares of an offer
 * over the lines of a basket add up to its discount, and no line falls below zero; applying offers to a basket
 * changes nothing; the control group of an offer is the same at every look.
 * Emits `offer.claimed`, `offer.redeemed`, `offer.lapsed`.
 */
import type { Module } from '../../platform/module.ts';
import { jobs } from './jobs.ts';
import { participant } from './participant.ts';
import { routes } from './routes.ts';
import { timeline } from './timeline.ts';
import './events.ts';

export { giveBack, openTill, reopenTill, type Till } from './basket/redeem.ts';
export { create, list, setStatus } from './catalogue/offers.ts';

export const offersModule: Module = { name: 'offers', routes, jobs, participant, timeline };

/**
 * Notifications: the communication log over all channels, message templates, what carries messages, and
 * mails to the store's own people (staff/).
 *
 * Owns schema `notifications`: messages (the log), contents (their words: personal, so apart), deliveries
 * (what waits for an outside channel), attempts, templates, bulks, staff_mails.
 * Holds: a message is written in the transaction that asks for it and carried after its commit, at least
 * once and under one id; (source, source id) makes one message, for ever; the words of a message never
 * change once written, and those of a secret one are gone once it has left; a QUEUED message has a
 * delivery, any other none; service topics go to every open account, the others where the customer agreed.
 * A member of the staff is told of one source once, by the address and in the role they have then.
 * Emits message.sent, message.failed. Hears ledger.sealed, reward.low_stock.
 */
import type { Module } from '../../platform/module.ts';
import { spreadJob } from './bulk/spread.ts';
import { deliverJob } from './delivery/deliver.ts';
import { timeline } from './messages/timeline.ts';
import { participant } from './personal/personal.ts';
import { routes } from './routes.ts';
import { staffMailJob } from './staff/carry.ts';
import { listeners } from './staff/listeners.ts';
import { routes as staffRoutes } from './staff/routes.ts';
import './events.ts';

export { MailCatcher } from './catcher/catcher.ts';
export { addMailPages } from './catcher/pages.ts';
export { configureEmail } from './channels/email.ts';
export { type Logged, log } from './messages/log.ts';
export { type Outgoing, type SentMessage, send } from './messages/send.ts';
export { type StaffMailItem, sendToStaff } from './staff/mail.ts';

export const notificationsModule: Module = {
  name: 'notifications',
  routes: [...routes, ...staffRoutes],
  listeners,
  jobs: [spreadJob],
  outsideJobs: [deliverJob, staffMailJob],
  participant,
  timeline,
};

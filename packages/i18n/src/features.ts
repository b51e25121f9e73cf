/** What one feature of the portal says, each to be added when its page is opened (`addTexts` of the web). */
export * as analytics from './messages/analytics.ts';
export * as occasions from './messages/occasions.ts';
export * as offers from './messages/offers.ts';
export * as referral from './messages/referral.ts';
export * as segmentation from './messages/segmentation.ts';

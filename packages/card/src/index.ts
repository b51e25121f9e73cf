/** The Customer ID card for React and, by `defineCustomerIdCard`, for any page. Styles: `@wafa/card/card.css`. */
export { code128, code128Path, code128Values } from './code128.ts';
export { CustomerIDCard, type CustomerIDCardProps } from './customer-id-card.tsx';
export { defineCustomerIdCard } from './element.tsx';
export { type CardFacts, type Metal, metalOf, nameIn, otherName } from './facts.ts';
export { type LiveCode, OpenedCard } from './opened-card.tsx';
export { Girih, Qr, StoreMark } from './parts.tsx';
export { type CardService, fetchCard } from './source.ts';

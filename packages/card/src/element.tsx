import { pickLanguage } from '@wafa/i18n/core';
import type { ReactNode } from 'react';
import { CustomerIDCard } from './customer-id-card.tsx';
import { type CardService, fetchCard } from './source.ts';

interface Rendering {
  /** `createRoot` of react-dom/client: given by the page's bundle, so that this package needs React alone. */
  createRoot: (container: ShadowRoot) => { render(node: ReactNode): void; unmount(): void };
  /** The text of card.css. */
  css: string;
}

/**
 * Defines `<wafa-customer-id-card customer-id="…">` for any page. Attributes: `customer-id` (id, card
 * number or `me`), `api`, `store`, `access-token`, `lang`. Fires `wafa-open` when the card is pressed.
 */
export function defineCustomerIdCard({ createRoot, css }: Rendering): void {
  class CustomerIdCardElement extends HTMLElement {
    static readonly observedAttributes = ['customer-id', 'api', 'store', 'access-token', 'lang'];
    #root: ReturnType<Rendering['createRoot']> | null = null;

    connectedCallback(): void {
      const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      shadow.adoptedStyleSheets = [sheet];
      this.#root = createRoot(shadow);
      this.#render();
    }

    disconnectedCallback(): void {
      this.#root?.unmount();
      this.#root = null;
    }

    attributeChangedCallback(): void {
      this.#render();
    }

    #render(): void {
      const customerId = this.getAttribute('customer-id');
      if (!this.#root || !customerId) return;
      const language = pickLanguage(this.lang || document.documentElement.lang, 'en');
      const service: CardService = {
        api: this.getAttribute('api') ?? undefined,
        store: this.getAttribute('store') ?? undefined,
        accessToken: this.getAttribute('access-token') ?? undefined,
        language,
      };
      this.#root.render(
        <CustomerIDCard
          key={JSON.stringify([customerId, service])}
          customerId={customerId}
          language={language}
          load={(id, signal) => fetchCard(id, service, signal)}
          onOpen={() => this.dispatchEvent(new CustomEvent('wafa-open', { bubbles: true, composed: true }))}
        />,
      );
    }
  }
  if (!customElements.get('wafa-customer-id-card')) {
    customElements.define('wafa-customer-id-card', CustomerIdCardElement);
  }
}

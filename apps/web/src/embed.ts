/** Entry of `/embed/customer-id-card.js`: the Customer ID card as a web component for any page. */
import { defineCustomerIdCard } from '@wafa/card';
import css from '@wafa/card/card.css?inline';
import { createRoot } from 'react-dom/client';

defineCustomerIdCard({ createRoot: (shadow) => createRoot(shadow), css });

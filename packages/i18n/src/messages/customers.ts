/** Customers: what the API itself words about them. */
export const en = {
  'customers.tier.bronze': 'Bronze',
  'customers.tier.silver': 'Silver',
  'customers.tier.gold': 'Gold',
  'customers.tier.platinum': 'Platinum',
  'customers.pass.title': 'Customer ID card',
  'customers.pass.tier': 'Tier',
  'customers.pass.number': 'Card number',
  'customers.pass.use': 'At the till',
  'customers.pass.use_text':
    'This pass says who you are, and points are earned with it. To redeem, open the card in the app or portal, or read out a one-time code from there.',
};

export const ar: Record<keyof typeof en, string> = {
  'customers.tier.bronze': 'البرونزية',
  'customers.tier.silver': 'الفضية',
  'customers.tier.gold': 'الذهبية',
  'customers.tier.platinum': 'البلاتينية',
  'customers.pass.title': 'بطاقة العميل',
  'customers.pass.tier': 'الفئة',
  'customers.pass.number': 'رقم البطاقة',
  'customers.pass.use': 'عند الدفع',
  'customers.pass.use_text':
    'هذه البطاقة للتعريف ولكسب النقاط. ولاستبدال النقاط تُفتح البطاقة في التطبيق أو البوابة، أو يُقرأ منها رمز لمرة واحدة.',
};

/** The groups of a customer, what they bring, and the way up. */
export const en = {
  'segmentation.title': 'My groups',
  'segmentation.lead':
    'The store thanks its customers by groups. These are yours, and this is what they bring.',
  'segmentation.since': 'Since {date}',
  'segmentation.benefits': 'What it brings',
  'segmentation.no_benefits': 'No extras at the moment; the store may add some.',
  'segmentation.fresh': 'Looked at {ago}. A purchase counts at once.',
  'segmentation.empty': 'No group yet',
  'segmentation.empty_text': 'Groups come with purchases on the card. They appear here with what they bring.',
  'segmentation.next': 'The next step',
  'segmentation.next_tier': '{tier}',
  'segmentation.next_brings': 'It brings {times} points on each purchase',
  'segmentation.how': 'How points are earned',
  'segmentation.offers': 'Offers for my groups',
};

export const ar = {
  'segmentation.title': 'مجموعاتي',
  'segmentation.lead': 'يشكر المتجر عملاءه بحسب المجموعات. هذه مجموعاتك وما تمنحه من مزايا.',
  'segmentation.since': 'منذ {date}',
  'segmentation.benefits': 'المزايا',
  'segmentation.no_benefits': 'لا مزايا إضافية حاليًا، وقد يضيف المتجر بعضها.',
  'segmentation.fresh': 'آخر مراجعة {ago}. كل عملية شراء تُحتسب فورًا.',
  'segmentation.empty': 'لا مجموعة بعد',
  'segmentation.empty_text': 'تأتي المجموعات مع المشتريات بالبطاقة، وتظهر هنا مع مزاياها.',
  'segmentation.next': 'الخطوة التالية',
  'segmentation.next_tier': 'الفئة {tier}',
  'segmentation.next_brings': 'تمنح {times} نقاط على كل شراء',
  'segmentation.how': 'طريقة جمع النقاط',
  'segmentation.offers': 'عروض مجموعاتي',
};

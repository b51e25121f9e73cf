/** Why predictions say nothing or little, what moved a risk, and why a product is recommended. */
export const en = {
  'prediction.reason.not_yet': 'Predictions are made every night; the next ones will include this customer.',
  'prediction.reason.no_orders': 'There is no completed order yet.',
  'prediction.reason.all_refunded': 'Everything that was bought has been refunded.',
  'prediction.reason.no_profiling': 'The customer does not allow profiling.',
  'prediction.reason.account_closed': 'The account is closed.',
  'prediction.reason.one_order':
    'There is only one day with an order, so this rests on what other customers did.',
  'prediction.reason.nothing_spent': 'The orders so far came to nothing, so this rests on other customers.',
  'prediction.reason.nobody_drops_out':
    'In this store customers stay away for long and come back, so nobody counts as lost for good.',
  'prediction.reason.too_few_repeaters':
    'Fewer than 50 customers came back for a second order: too little history.',
  'prediction.reason.all_on_one_day': 'All orders were placed on one day: too little history.',
  'prediction.reason.too_short': 'The orders do not reach back far enough yet.',
  'prediction.reason.too_few_examples':
    'Fewer than 50 customers stayed away, or fewer than 50 came back: too little history.',
  'prediction.reason.too_few_baskets':
    'Fewer than 50 customers have bought on two days or more: too little history.',
  'prediction.reason.no_mean': 'What customers spend varies too much for a mean.',
  'prediction.reason.too_far': 'The next order is not expected within two years.',
  'prediction.reason.probably_lost': 'It is more likely than not that no further order comes.',
  'prediction.reason.nothing_to_offer':
    'Nothing fits that is for sale, in stock and was not bought just now.',
  'prediction.moved.recency.raises': 'Days since the last order: {value}. This raises the risk.',
  'prediction.moved.recency.lowers': 'Days since the last order: {value}. This lowers the risk.',
  'prediction.moved.frequency.raises': 'Days with an order: {value}. This raises the risk.',
  'prediction.moved.frequency.lowers': 'Days with an order: {value}. This lowers the risk.',
  'prediction.moved.money.raises': 'Spent so far: {value}. This raises the risk.',
  'prediction.moved.money.lowers': 'Spent so far: {value}. This lowers the risk.',
  'prediction.moved.lines.raises': 'Order lines so far: {value}. This raises the risk.',
  'prediction.moved.lines.lowers': 'Order lines so far: {value}. This lowers the risk.',
  'prediction.recommended.because': 'Often bought by those who bought {product}.',
  'prediction.recommended.popular': 'Bought by many customers.',
  'prediction.recommended.again': 'Bought before, and often bought again.',
};

export const ar: Record<keyof typeof en, string> = {
  'prediction.reason.not_yet': 'تُعدّ التوقعات كل ليلة، وستشمل المرة القادمة هذا الحساب.',
  'prediction.reason.no_orders': 'لا يوجد طلب مكتمل بعد.',
  'prediction.reason.all_refunded': 'جرى استرداد قيمة كل المشتريات.',
  'prediction.reason.no_profiling': 'تحليل السلوك غير مسموح به في هذا الحساب.',
  'prediction.reason.account_closed': 'الحساب مغلق.',
  'prediction.reason.one_order': 'الطلبات كلها في يوم واحد، لذا يعتمد التوقع على سلوك بقية العملاء.',
  'prediction.reason.nothing_spent': 'قيمة الطلبات حتى الآن صفر، لذا يعتمد التوقع على بقية العملاء.',
  'prediction.reason.nobody_drops_out':
    'في هذا المتجر يطول الغياب ثم تحدث العودة، لذا لا يُحسب أحد مفقودًا نهائيًا.',
  'prediction.reason.too_few_repeaters': 'عدد من عادوا لطلب ثانٍ أقل من ٥٠: السجل غير كافٍ.',
  'prediction.reason.all_on_one_day': 'الطلبات كلها في يوم واحد: السجل غير كافٍ.',
  'prediction.reason.too_short': 'سجل الطلبات لا يغطي مدة كافية بعد.',
  'prediction.reason.too_few_examples': 'عدد من غابوا أو عدد من عادوا أقل من ٥٠: السجل غير كافٍ.',
  'prediction.reason.too_few_baskets': 'عدد من اشتروا في يومين أو أكثر أقل من ٥٠: السجل غير كافٍ.',
  'prediction.reason.no_mean': 'يتفاوت الإنفاق تفاوتًا لا يسمح بحساب متوسط.',
  'prediction.reason.too_far': 'لا يُتوقع طلب قادم خلال سنتين.',
  'prediction.reason.probably_lost': 'الأرجح ألا يأتي طلب آخر.',
  'prediction.reason.nothing_to_offer': 'لا يوجد منتج مناسب معروض ومتوفر لم يُشترَ للتو.',
  'prediction.moved.recency.raises': 'عدد الأيام منذ آخر طلب: {value}. هذا يرفع الخطر.',
  'prediction.moved.recency.lowers': 'عدد الأيام منذ آخر طلب: {value}. هذا يخفض الخطر.',
  'prediction.moved.frequency.raises': 'عدد أيام الطلب: {value}. هذا يرفع الخطر.',
  'prediction.moved.frequency.lowers': 'عدد أيام الطلب: {value}. هذا يخفض الخطر.',
  'prediction.moved.money.raises': 'الإنفاق حتى الآن: {value}. هذا يرفع الخطر.',
  'prediction.moved.money.lowers': 'الإنفاق حتى الآن: {value}. هذا يخفض الخطر.',
  'prediction.moved.lines.raises': 'عدد بنود الطلبات حتى الآن: {value}. هذا يرفع الخطر.',
  'prediction.moved.lines.lowers': 'عدد بنود الطلبات حتى الآن: {value}. هذا يخفض الخطر.',
  'prediction.recommended.because': 'كثيرًا ما يُشترى مع {product}.',
  'prediction.recommended.popular': 'من أكثر المنتجات شراءً في المتجر.',
  'prediction.recommended.again': 'سبق شراؤه، وكثيرًا ما يتكرر شراؤه.',
};

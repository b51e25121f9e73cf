/** The Customer ID card. */
export const en = {
  'card.label': 'Customer ID card',
  'card.open': 'Open the card to show it at the till',
  'card.qr': 'QR code of card {number}',
  'card.barcode': 'Barcode of card {number}',
  'card.at_till': 'Your code at the till',
  'card.at_till_text': 'Hold it to the scanner, or read the number out.',
  'card.status.inactive': 'Not active',
  'card.status.suspended': 'Suspended',
  'card.status.closed': 'Closed',
  'card.copy': 'Copy the number',
  'card.copied': 'The number is copied',
  'card.unavailable': 'The card cannot be shown',
};

export const ar: Record<keyof typeof en, string> = {
  'card.label': 'بطاقة العميل',
  'card.open': 'فتح البطاقة لإبرازها عند الدفع',
  'card.qr': 'رمز الاستجابة للبطاقة {number}',
  'card.barcode': 'باركود البطاقة {number}',
  'card.at_till': 'رمزك عند الدفع',
  'card.at_till_text': 'يُقرَّب من الماسح، أو يُقرأ الرقم بصوت مسموع.',
  'card.status.inactive': 'غير مفعّلة',
  'card.status.suspended': 'موقوفة',
  'card.status.closed': 'مغلقة',
  'card.copy': 'نسخ الرقم',
  'card.copied': 'تم نسخ الرقم',
  'card.unavailable': 'تعذّر عرض البطاقة',
};

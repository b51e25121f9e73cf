/** Referrals: what the API itself words about them. Numbers stand behind a colon or a bracket, so that they need no plural. */
export const en = {
  'referring.message':
    'Try {store}: with my code {code} the first order brings welcome points ({points}). {link}',
  'referring.greeting': 'Hello {name},',
  'referring.subject': 'An invitation to {store}',
  'referring.concern.shared_device': 'Both sides, or people between them, use the same device.',
  'referring.concern.shared_network': 'Both sides, or people between them, use the same internet connection.',
  'referring.concern.shared_address': 'Both sides, or people between them, live at the same address.',
  'referring.concern.shared_phone': 'Both sides, or people between them, have had the same phone number.',
  'referring.concern.shared_email':
    'Both sides, or people between them, have the same mailbox under several names.',
  'referring.concern.shared_payment': 'Both sides, or people between them, pay with the same means.',
  'referring.concern.circle': 'The codes lead round in a circle.',
  'referring.concern.crowd': 'Several friends of this referrer come from one internet connection.',
  'referring.concern.reviews_all': 'The store looks at every referral.',
  'referring.notice.joined.subject': 'A friend has joined',
  'referring.notice.joined.body':
    '{friend} has joined with your code. Points after the first order: {points}.',
  'referring.notice.referrer.subject': 'Points for a friend',
  'referring.notice.referrer.body': 'Thank you for bringing {friend}. Points added: {points}.',
  'referring.notice.friend.subject': 'Welcome points',
  'referring.notice.friend.body': 'You came by the code of {friend}. Points added: {points}.',
};

export const ar: Record<keyof typeof en, string> = {
  'referring.message': 'تجربة تستحق في {store}: مع الرمز {code} نقاط ترحيبية عند أول طلب ({points}). {link}',
  'referring.greeting': 'مرحبًا {name}،',
  'referring.subject': 'دعوة إلى {store}',
  'referring.concern.shared_device': 'يستخدم الطرفان، أو من يصل بينهما، الجهاز نفسه.',
  'referring.concern.shared_network': 'يستخدم الطرفان، أو من يصل بينهما، اتصال الإنترنت نفسه.',
  'referring.concern.shared_address': 'يقيم الطرفان، أو من يصل بينهما، في العنوان نفسه.',
  'referring.concern.shared_phone': 'كان للطرفين، أو لمن يصل بينهما، رقم الهاتف نفسه.',
  'referring.concern.shared_email': 'للطرفين، أو لمن يصل بينهما، صندوق بريد واحد بأسماء عدة.',
  'referring.concern.shared_payment': 'يدفع الطرفان، أو من يصل بينهما، بالوسيلة نفسها.',
  'referring.concern.circle': 'تدور الرموز في حلقة.',
  'referring.concern.crowd': 'يأتي عدة أصدقاء لصاحب الرمز من اتصال إنترنت واحد.',
  'referring.concern.reviews_all': 'يراجع المتجر كل إحالة.',
  'referring.notice.joined.subject': 'انضمام صديق',
  'referring.notice.joined.body': 'انضمام {friend} برمزك. النقاط بعد أول طلب: {points}.',
  'referring.notice.referrer.subject': 'نقاط مقابل صديق',
  'referring.notice.referrer.body': 'شكرًا على دعوة {friend}. النقاط المضافة: {points}.',
  'referring.notice.friend.subject': 'نقاط ترحيبية',
  'referring.notice.friend.body': 'تم الانضمام برمز {friend}. النقاط المضافة: {points}.',
};

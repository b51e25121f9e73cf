/** Referrals: what the API itself words about them. Numbers stand behind a colon or a bracket, so that they need no plural. */
export const en = {
  'referral.message':
    'Try {store}: with my code {code} the first order brings welcome points ({points}). {link}',
  'referral.greeting': 'Hello {name},',
  'referral.subject': 'An invitation to {store}',
  'referral.concern.shared_device': 'Both sides, or people between them, use the same device.',
  'referral.concern.shared_network': 'Both sides, or people between them, use the same internet connection.',
  'referral.concern.shared_address': 'Both sides, or people between them, live at the same address.',
  'referral.concern.shared_phone': 'Both sides, or people between them, have had the same phone number.',
  'referral.concern.shared_email':
    'Both sides, or people between them, have the same mailbox under several names.',
  'referral.concern.shared_payment': 'Both sides, or people between them, pay with the same means.',
  'referral.concern.circle': 'The codes lead round in a circle.',
  'referral.concern.crowd': 'Several friends of this referrer come from one internet connection.',
  'referral.concern.reviews_all': 'The store looks at every referral.',
  'referral.notice.joined.subject': 'A friend has joined',
  'referral.notice.joined.body':
    '{friend} has joined with your code. Points after the first order: {points}.',
  'referral.notice.referrer.subject': 'Points for a friend',
  'referral.notice.referrer.body': 'Thank you for bringing {friend}. Points added: {points}.',
  'referral.notice.friend.subject': 'Welcome points',
  'referral.notice.friend.body': 'You came by the code of {friend}. Points added: {points}.',
};

export const ar: Record<keyof typeof en, string> = {
  'referral.message': 'تجربة تستحق في {store}: مع الرمز {code} نقاط ترحيبية عند أول طلب ({points}). {link}',
  'referral.greeting': 'مرحبًا {name}،',
  'referral.subject': 'دعوة إلى {store}',
  'referral.concern.shared_device': 'يستخدم الطرفان، أو من يصل بينهما، الجهاز نفسه.',
  'referral.concern.shared_network': 'يستخدم الطرفان، أو من يصل بينهما، اتصال الإنترنت نفسه.',
  'referral.concern.shared_address': 'يقيم الطرفان، أو من يصل بينهما، في العنوان نفسه.',
  'referral.concern.shared_phone': 'كان للطرفين، أو لمن يصل بينهما، رقم الهاتف نفسه.',
  'referral.concern.shared_email': 'للطرفين، أو لمن يصل بينهما، صندوق بريد واحد بأسماء عدة.',
  'referral.concern.shared_payment': 'يدفع الطرفان، أو من يصل بينهما، بالوسيلة نفسها.',
  'referral.concern.circle': 'تدور الرموز في حلقة.',
  'referral.concern.crowd': 'يأتي عدة أصدقاء لصاحب الرمز من اتصال إنترنت واحد.',
  'referral.concern.reviews_all': 'يراجع المتجر كل إحالة.',
  'referral.notice.joined.subject': 'انضمام صديق',
  'referral.notice.joined.body': 'انضمام {friend} برمزك. النقاط بعد أول طلب: {points}.',
  'referral.notice.referrer.subject': 'نقاط مقابل صديق',
  'referral.notice.referrer.body': 'شكرًا على دعوة {friend}. النقاط المضافة: {points}.',
  'referral.notice.friend.subject': 'نقاط ترحيبية',
  'referral.notice.friend.body': 'تم الانضمام برمز {friend}. النقاط المضافة: {points}.',
};

/** What is wrong with a message template, and where. */
export const en = {
  'notifications.template_syntax': 'Line {line}, column {column}: this cannot be read ({what}).',
  'notifications.template_variable': 'Line {line}, column {column}: there is no variable “{what}”.',
};

export const ar: Record<keyof typeof en, string> = {
  'notifications.template_syntax': 'السطر {line}، العمود {column}: تعذّرت قراءة النص ({what}).',
  'notifications.template_variable': 'السطر {line}، العمود {column}: لا يوجد متغيّر باسم «{what}».',
};

/** What happened to an account, by the action's name in the audit log. */
export const en = {
  'audit.identity.sign_in': 'Signed in',
  'audit.identity.sign_in_failed': 'Sign-in failed',
  'audit.identity.session_signed_out': 'Signed out',
  'audit.identity.session_ended': 'Session ended from another device',
  'audit.identity.session_replayed': 'Session ended: its token was used twice',
  'audit.identity.session_password_changed': 'Session ended: the password was changed',
  'audit.identity.session_closed': 'Session ended: the log-in was closed',
  'audit.identity.change_password': 'Password changed',
  'audit.identity.start_two_factor': 'Two-step sign-in switched on',
  'audit.identity.stop_two_factor': 'Two-step sign-in switched off',
  'audit.identity.create_account': 'Staff account made',
  'audit.identity.create_login': 'Log-in made',
  'audit.identity.change_login': 'Log-in changed',
  'audit.identity.update_me': 'Own details changed',
};

export const ar: Record<keyof typeof en, string> = {
  'audit.identity.sign_in': 'تسجيل دخول',
  'audit.identity.sign_in_failed': 'محاولة دخول غير ناجحة',
  'audit.identity.session_signed_out': 'تسجيل خروج',
  'audit.identity.session_ended': 'إنهاء الجلسة من جهاز آخر',
  'audit.identity.session_replayed': 'إنهاء الجلسة لاستخدام رمزها مرتين',
  'audit.identity.session_password_changed': 'إنهاء الجلسة بعد تغيير كلمة المرور',
  'audit.identity.session_closed': 'إنهاء الجلسة بعد إغلاق الدخول',
  'audit.identity.change_password': 'تغيير كلمة المرور',
  'audit.identity.start_two_factor': 'تفعيل الدخول بخطوتين',
  'audit.identity.stop_two_factor': 'إيقاف الدخول بخطوتين',
  'audit.identity.create_account': 'إنشاء حساب موظف',
  'audit.identity.create_login': 'إنشاء بيانات الدخول',
  'audit.identity.change_login': 'تغيير بيانات الدخول',
  'audit.identity.update_me': 'تغيير البيانات الشخصية',
};

import type { Wording } from '../templates/built-in.ts';

/** Ids and figures that a mail tells: nothing personal. */
export type Params = Readonly<Record<string, string | number>>;

/** What a mail to the staff is made from. Its key stands in rows, so it is never given another meaning. */
export interface StaffTemplate {
  /** Roles whose active members get it. */
  roles: readonly string[];
  /** Key in the store's settings: where its value is `false`, nobody gets it. */
  setting: string;
  /** Its values, each with one to try it with; beside them stand `name`, `store.name` and `address`. */
  sample: Params;
  /** Path of the API under which what it tells of is read by anyone, given as `address`. */
  path?: (params: Params) => string;
  versions: { en: Wording; ar: Wording };
}

const fingerprint = '3f7a0c5e9b1d2f4860a7c3e5d9b8f1420716ac5e3d9f8b2c4e6a081d7f3b5c92';

/** The product's own texts: code, not rows, as the ready-made templates for customers. */
export const staffTemplates = {
  ledger_root: {
    // They answer for the ledger, and what is held outside the database has to be held by a person.
    roles: ['owner'],
    setting: 'mailLedgerRoot',
    sample: { day: '2026-03-09', count: 1240, fingerprint, keyId: '8d2f60b1c7a94e35' },
    path: ({ day }) => `/api/v1/loyalty/roots/${day}`,
    versions: {
      en: {
        subject: 'Points ledger sealed: {{ day | date }}',
        body: `Hello {{ name }},

the points ledger of {{ store.name }} was sealed at the end of {{ day | date }}. This is the fingerprint of the signed root:

{{ fingerprint | code }}

Please keep this mail. While the fingerprint is kept outside the system, a check against it shows any change to what was recorded before the end of that day. It stands for all earlier days too.

Accounts: {{ count | number }}
Key: {{ keyId | code }}

How to check: open the published root, which needs no sign-in. It has to show the same fingerprint.

{{ address | code }}

To check a customer's points, take a statement from the portal that ends with this day, choose Verify, and compare the fingerprint shown there. Or on a command line, with the statement as a file:

npm run wafa -- verify statement.json --root {{ fingerprint | code }}

Where the fingerprints differ, the ledger is not the one that was sealed that day.

{{ store.name }}`,
      },
      ar: {
        subject: 'ختم سجل النقاط: {{ day | date }}',
        body: `مرحبًا {{ name }}،

خُتم سجل النقاط في {{ store.name }} بنهاية يوم {{ day | date }}. وهذه بصمة الجذر الموقّع:

{{ fingerprint | code }}

يُرجى الاحتفاظ بهذه الرسالة. فما دامت البصمة محفوظة خارج النظام، يكشف التحقق بها أي تغيير فيما سُجّل قبل نهاية ذلك اليوم. وهي تشمل كل الأيام السابقة أيضًا.

الحسابات: {{ count | number }}
المفتاح: {{ keyId | code }}

طريقة التحقق: يُفتح الجذر المنشور، وهو متاح دون تسجيل دخول، ولا بد أن تظهر فيه البصمة نفسها.

{{ address | code }}

وللتحقق من نقاط أحد العملاء، يؤخذ من البوابة كشف ينتهي بهذا اليوم، ثم يُختار «التحقق» وتُقارن البصمة الظاهرة. أو في سطر الأوامر مع ملف الكشف:

npm run wafa -- verify statement.json --root {{ fingerprint | code }}

إن اختلفت البصمتان، فالسجل ليس هو الذي خُتم في ذلك اليوم.

{{ store.name }}`,
      },
    },
  },
  reward_low_stock: {
    roles: ['owner', 'admin'],
    setting: 'mailRewardLowStock',
    sample: { rewardEn: 'Coffee', rewardAr: 'قهوة', left: 5 },
    versions: {
      en: {
        subject: 'Reward running out: {{ rewardEn }}',
        body: `Hello {{ name }},

a reward of {{ store.name }} is running out. More of it can be added in the rewards catalogue.

Reward: {{ rewardEn }}
Left: {{ left | number }}

{{ store.name }}`,
      },
      ar: {
        subject: 'مكافأة توشك على النفاد: {{ rewardAr }}',
        body: `مرحبًا {{ name }}،

توشك إحدى مكافآت {{ store.name }} على النفاد. يمكن زيادة المتاح منها في قائمة المكافآت.

المكافأة: {{ rewardAr }}
المتبقي: {{ left | number }}

{{ store.name }}`,
      },
    },
  },
} satisfies Record<string, StaffTemplate>;

type Templates = typeof staffTemplates;
export type StaffTemplateKey = keyof Templates;
/** The values that a template takes: the names and types of its sample. */
export type ParamsOf<K extends StaffTemplateKey> = Templates[K]['sample'];

/** The same, for the template of any row: one of a newer version of the product is not there. */
export const templatesByKey: Readonly<Record<string, StaffTemplate>> = { ...staffTemplates };

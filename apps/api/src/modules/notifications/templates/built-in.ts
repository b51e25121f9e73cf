import type { Topic } from '@wafa/contract';

/** A text with its subject in each language, as Liquid. */
export interface Wording {
  subject: string;
  body: string;
}

/** What a message is made from. */
export interface TemplateText {
  topic: Topic;
  name: { en: string; ar: string };
  /** Holds a code or another secret: the text is dropped once it has gone out. */
  secret: boolean;
  versions: { en: Wording | null; ar: Wording | null };
  /** The template's own variables, each with a value to preview it with. */
  sample: Readonly<Record<string, string | number>>;
}

/**
 * The ready-made templates: rules, not rows, so that a new version of the product brings better ones to
 * every store that has not written its own. Numbers stand behind a colon, where Arabic needs no plural.
 */
export const builtInTemplates: Readonly<Record<string, TemplateText>> = {
  welcome: {
    topic: 'account',
    name: { en: 'Welcome', ar: 'ترحيب' },
    secret: false,
    sample: {},
    versions: {
      en: {
        subject: 'Welcome to {{ store.name }}',
        body: `Hello {{ customer.firstName }},

your Customer ID at {{ store.name }} is {{ customer.cardNumber }}. Show it with each purchase, and the points are yours.

{{ store.name }}`,
      },
      ar: {
        subject: 'أهلًا بك في {{ store.name }}',
        body: `مرحبًا {{ customer.firstName }}،

رقم العضوية في {{ store.name }} هو {{ customer.cardNumber }}. يكفي إبرازه عند كل عملية شراء لاحتساب النقاط.

{{ store.name }}`,
      },
    },
  },
  points_earned: {
    topic: 'points',
    name: { en: 'Points earned', ar: 'نقاط مكتسبة' },
    secret: false,
    sample: { points: 120, balance: 1540 },
    versions: {
      en: {
        subject: 'Points earned: {{ points | number }}',
        body: `Hello {{ customer.firstName }},

thank you for your purchase.

Points earned: {{ points | number }}
Balance: {{ balance | number }}

{{ store.name }}`,
      },
      ar: {
        subject: 'نقاط مكتسبة: {{ points | number }}',
        body: `مرحبًا {{ customer.firstName }}،

شكرًا على الشراء من {{ store.name }}.

النقاط المكتسبة: {{ points | number }}
الرصيد: {{ balance | number }}

{{ store.name }}`,
      },
    },
  },
  points_expiring: {
    topic: 'points',
    name: { en: 'Points expiring', ar: 'نقاط توشك على الانتهاء' },
    secret: false,
    sample: { points: 300, lastDay: '2026-11-30' },
    versions: {
      en: {
        subject: 'Points to use until {{ lastDay | date }}',
        body: `Hello {{ customer.firstName }},

some of your points are about to expire.

Points: {{ points | number }}
Last day: {{ lastDay | date }}

{{ store.name }}`,
      },
      ar: {
        subject: 'نقاط متاحة حتى {{ lastDay | date }}',
        body: `مرحبًا {{ customer.firstName }}،

توشك صلاحية بعض النقاط على الانتهاء.

النقاط: {{ points | number }}
آخر يوم: {{ lastDay | date }}

{{ store.name }}`,
      },
    },
  },
  tier_changed: {
    topic: 'tiers',
    name: { en: 'Tier changed', ar: 'تغيّر الفئة' },
    secret: false,
    sample: { tier: 'Gold' },
    versions: {
      en: {
        subject: 'Your tier at {{ store.name }}: {{ tier }}',
        body: `Hello {{ customer.firstName }},

your tier at {{ store.name }} is now {{ tier }}.

{{ store.name }}`,
      },
      ar: {
        subject: 'الفئة في {{ store.name }}: {{ tier }}',
        body: `مرحبًا {{ customer.firstName }}،

الفئة في {{ store.name }} أصبحت الآن: {{ tier }}.

{{ store.name }}`,
      },
    },
  },
  reward_code: {
    topic: 'rewards',
    name: { en: 'Reward code', ar: 'رمز مكافأة' },
    secret: true,
    sample: { reward: 'Coffee', code: 'K7PM-2XQ4', lastDay: '2026-12-31' },
    versions: {
      en: {
        subject: 'Your reward: {{ reward }}',
        body: `Hello {{ customer.firstName }},

here is the code of your reward.

Reward: {{ reward }}
Code: {{ code }}
{% if lastDay %}Last day: {{ lastDay | date }}
{% endif %}
{{ store.name }}`,
      },
      ar: {
        subject: 'المكافأة: {{ reward }}',
        body: `مرحبًا {{ customer.firstName }}،

هذا رمز المكافأة.

المكافأة: {{ reward }}
الرمز: {{ code }}
{% if lastDay %}آخر يوم: {{ lastDay | date }}
{% endif %}
{{ store.name }}`,
      },
    },
  },
  birthday: {
    topic: 'occasions',
    name: { en: 'Birthday', ar: 'عيد ميلاد' },
    secret: false,
    sample: { points: 200 },
    versions: {
      en: {
        subject: 'Happy birthday, {{ customer.firstName }}',
        body: `Happy birthday, {{ customer.firstName }}!

{% if points %}A present from {{ store.name }}. Points: {{ points | number }}
{% endif %}
{{ store.name }}`,
      },
      ar: {
        subject: 'عيد ميلاد سعيد، {{ customer.firstName }}',
        body: `عيد ميلاد سعيد، {{ customer.firstName }}!

{% if points %}هدية من {{ store.name }}. النقاط: {{ points | number }}
{% endif %}
{{ store.name }}`,
      },
    },
  },
  occasion: {
    topic: 'occasions',
    name: { en: 'Special date', ar: 'مناسبة خاصة' },
    secret: false,
    sample: {
      occasion: 'Birthday',
      date: '2026-11-30',
      hijriDate: '20 Jumada II 1448',
      points: 200,
      reward: 'Coffee',
      text: 'A cake with the coffee',
      lastDay: '2026-12-07',
    },
    versions: {
      en: {
        subject: '{{ occasion }}: {{ date | date }}',
        body: `Hello {{ customer.firstName }},

a special day is near.

{{ occasion }}: {{ date | date }} ({{ hijriDate }})
{% if points != '' %}Gift, points: {{ points | number }}
{% endif %}{% if reward != '' %}Gift: {{ reward }}
{% endif %}{% if text != '' %}Gift: {{ text }}
{% endif %}{% if lastDay != '' %}Last day for the gift: {{ lastDay | date }}
{% endif %}
{{ store.name }}`,
      },
      ar: {
        subject: '{{ occasion }}: {{ date | date }}',
        body: `مرحبًا {{ customer.firstName }}،

مناسبة خاصة تقترب.

{{ occasion }}: {{ date | date }} ({{ hijriDate }})
{% if points != '' %}الهدية، نقاط: {{ points | number }}
{% endif %}{% if reward != '' %}الهدية: {{ reward }}
{% endif %}{% if text != '' %}الهدية: {{ text }}
{% endif %}{% if lastDay != '' %}آخر يوم لاستلام الهدية: {{ lastDay | date }}
{% endif %}
{{ store.name }}`,
      },
    },
  },
  order_delivered: {
    topic: 'orders',
    name: { en: 'Order delivered', ar: 'وصول طلب' },
    secret: false,
    sample: { order: 'A-1042' },
    versions: {
      en: {
        subject: 'Order {{ order }} has arrived',
        body: `Hello {{ customer.firstName }},

order {{ order }} has been delivered.

{{ store.name }}`,
      },
      ar: {
        subject: 'وصل الطلب {{ order }}',
        body: `مرحبًا {{ customer.firstName }}،

تم تسليم الطلب {{ order }}.

{{ store.name }}`,
      },
    },
  },
  password_code: {
    topic: 'security',
    name: { en: 'Code for a new password', ar: 'رمز كلمة مرور جديدة' },
    secret: true,
    sample: { code: '482913', minutes: 15 },
    versions: {
      en: {
        subject: 'Code for a new password',
        body: `Hello {{ customer.firstName }},

Code: {{ code }}
Minutes it holds: {{ minutes | number }}

Nobody of {{ store.name }} will ask for it. Without a request for a new password, nothing needs to be done.`,
      },
      ar: {
        subject: 'رمز كلمة مرور جديدة',
        body: `مرحبًا {{ customer.firstName }}،

الرمز: {{ code }}
مدة صلاحيته بالدقائق: {{ minutes | number }}

لن يطلب أحد من {{ store.name }} هذا الرمز. ومن غير طلب كلمة مرور جديدة لا يلزم أي إجراء.`,
      },
    },
  },
};

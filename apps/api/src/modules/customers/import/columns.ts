import { type CustomField, type ImportField, type ImportMapping, importFields } from '@wafa/contract';
import { fold } from '../directory/rules.ts';

/** Names of columns as other systems write them, in English and Arabic, folded when they are compared. */
const columnNames: Readonly<Record<ImportField, readonly string[]>> = {
  sourceId: [
    'source id',
    'id',
    'customer id',
    'customer number',
    'customer no',
    'external id',
    'code',
    'رقم العميل',
    'معرف العميل',
    'المعرف',
    'كود العميل',
  ],
  name: ['name', 'full name', 'customer', 'customer name', 'الاسم', 'الاسم الكامل', 'اسم العميل', 'العميل'],
  firstName: ['first name', 'firstname', 'given name', 'forename', 'الاسم الأول', 'الاسم الاول'],
  lastName: [
    'last name',
    'lastname',
    'surname',
    'family name',
    'اسم العائلة',
    'الاسم الأخير',
    'اللقب',
    'العائلة',
  ],
  firstNameAr: ['first name ar', 'first name arabic', 'arabic first name', 'الاسم الأول بالعربية'],
  lastNameAr: ['last name ar', 'last name arabic', 'arabic last name', 'اسم العائلة بالعربية'],
  email: [
    'email',
    'e mail',
    'email address',
    'mail',
    'البريد',
    'البريد الإلكتروني',
    'الإيميل',
    'ايميل',
    'بريد إلكتروني',
  ],
  phone: [
    'phone',
    'phone number',
    'mobile',
    'mobile number',
    'mobile phone',
    'cell',
    'tel',
    'telephone',
    'whatsapp',
    'الهاتف',
    'رقم الهاتف',
    'الجوال',
    'رقم الجوال',
    'الموبايل',
    'المحمول',
  ],
  type: ['type', 'customer type', 'نوع العميل', 'النوع'],
  status: ['status', 'customer status', 'الحالة', 'حالة العميل'],
  companyName: [
    'company',
    'company name',
    'organisation',
    'organization',
    'business',
    'الشركة',
    'اسم الشركة',
  ],
  taxNumber: ['tax number', 'tax id', 'vat', 'vat number', 'trn', 'الرقم الضريبي'],
  birthday: [
    'birthday',
    'birth date',
    'birthdate',
    'date of birth',
    'dob',
    'تاريخ الميلاد',
    'الميلاد',
    'عيد الميلاد',
  ],
  language: ['language', 'locale', 'preferred language', 'اللغة', 'اللغة المفضلة'],
  tags: ['tags', 'tag', 'labels', 'groups', 'الوسوم', 'وسوم', 'التصنيفات'],
  preferredCategories: ['preferred categories', 'categories', 'interests', 'الفئات المفضلة', 'الاهتمامات'],
  createdAt: [
    'created at',
    'created',
    'joined',
    'join date',
    'registered',
    'customer since',
    'تاريخ التسجيل',
    'تاريخ الانضمام',
  ],
  marketingEmail: [
    'accepts marketing',
    'accepts email marketing',
    'email marketing',
    'newsletter',
    'النشرة البريدية',
  ],
  marketingSms: ['accepts sms marketing', 'sms marketing', 'رسائل التسويق'],
  marketingPush: ['push marketing', 'marketing push'],
  marketingInApp: ['in app marketing', 'marketing in app'],
  street1: ['street', 'street 1', 'address', 'address 1', 'address1', 'address line 1', 'العنوان', 'الشارع'],
  street2: ['street 2', 'address 2', 'address2', 'address line 2', 'العنوان 2', 'تتمة العنوان'],
  city: ['city', 'town', 'المدينة'],
  state: ['state', 'province', 'region', 'county', 'المنطقة', 'المحافظة', 'الولاية'],
  postalCode: ['postal code', 'postcode', 'post code', 'zip', 'zip code', 'الرمز البريدي'],
  country: ['country', 'country code', 'الدولة', 'البلد'],
};

/** A column's name as names are compared: folded, and words that are run together taken apart. */
function keyOf(name: string): string {
  return fold(name.replace(/([a-z])([A-Z0-9])/g, '$1 $2').replace(/[_.]/g, ' '));
}

/**
 * Which column fills which field: what is `chosen`, and for the rest what the names of the columns say. A
 * store's own field is known by its key and by its name in either language.
 */
export function guessMapping(
  columns: readonly string[],
  definitions: readonly CustomField[],
  chosen: ImportMapping = {},
): ImportMapping {
  const fields = new Map<string, string>();
  for (const field of importFields)
    for (const name of [field, ...columnNames[field]]) fields.set(keyOf(name), field);
  for (const { key, name } of definitions)
    for (const known of [key, name.en, name.ar, `custom.${key}`]) fields.set(keyOf(known), `custom.${key}`);
  const mapping: Record<string, string> = { ...chosen };
  const used = new Set(Object.values(chosen));
  for (const column of columns) {
    const field = fields.get(keyOf(column));
    if (field === undefined || used.has(column) || mapping[field] !== undefined) continue;
    mapping[field] = column;
  }
  return mapping;
}

/** A word in Latin and in Arabic letters. */
export type Word = readonly [latin: string, arabic: string];

/** Reads `Latin=Arabic` pairs, separated by commas. */
function words(text: string): readonly Word[] {
  return text.split(',').map((pair) => {
    const [latin = '', arabic = ''] = pair.trim().split('=');
    return [latin, arabic] as const;
  });
}

const arabicMen = words(
  'Mohammed=محمد, Abdullah=عبدالله, Fahad=فهد, Khalid=خالد, Saud=سعود, Faisal=فيصل, Turki=تركي, Omar=عمر, Ali=علي, Ahmed=أحمد, Yousef=يوسف, Ibrahim=إبراهيم, Sultan=سلطان, Nasser=ناصر, Majed=ماجد, Bandar=بندر, Mishal=مشعل, Waleed=وليد, Hamad=حمد, Saleh=صالح, Abdulrahman=عبدالرحمن, Abdulaziz=عبدالعزيز, Tariq=طارق, Hussain=حسين, Hassan=حسن, Mahmoud=محمود, Mostafa=مصطفى, Karim=كريم, Ziad=زياد, Anas=أنس, Bilal=بلال, Rayan=ريان, Sami=سامي, Adel=عادل, Osama=أسامة, Hani=هاني, Ammar=عمار, Yasser=ياسر, Marwan=مروان, Nabil=نبيل',
);
const arabicWomen = words(
  'Amal=أمل, Fatimah=فاطمة, Noura=نورة, Sara=سارة, Maha=مها, Reem=ريم, Haya=هيا, Aisha=عائشة, Maryam=مريم, Latifa=لطيفة, Hessa=حصة, Munira=منيرة, Abeer=عبير, Huda=هدى, Layla=ليلى, Salma=سلمى, Dana=دانة, Lina=لينا, Rana=رنا, Hanan=حنان, Nada=ندى, Samar=سمر, Basma=بسمة, Ghada=غادة, Jawaher=جواهر, Wafa=وفاء, Rawan=روان, Shahad=شهد, Raghad=رغد, Yasmin=ياسمين, Dalia=داليا, Rasha=رشا, Zainab=زينب, Khadija=خديجة, Asma=أسماء, Iman=إيمان, Suad=سعاد, Najla=نجلاء, Areej=أريج, Joud=جود',
);

/** People of one origin: their share among the customers, their words and habits. */
export interface Origin {
  key: string;
  share: number;
  men: readonly Word[];
  women: readonly Word[];
  families: readonly Word[];
  /** Share whose language is Arabic; the others read English. */
  arabicShare: number;
  /** Country of a home phone, which some keep; the number begins with its code. */
  phone: { country: string; prefix: string; digits: number };
}

/** Leading zeros after the operator's prefix keep the numbers in a range that looks unassigned. */
export const saudiPhone = { country: 'SA', prefix: '+96650', digits: 7 };

/** Where the customers of a shop in Riyadh and Jeddah come from. */
export const origins: readonly Origin[] = [
  {
    key: 'saudi',
    share: 0.54,
    men: arabicMen,
    women: arabicWomen,
    families: words(
      'Al-Otaibi=العتيبي, Al-Qahtani=القحطاني, Al-Ghamdi=الغامدي, Al-Zahrani=الزهراني, Al-Harbi=الحربي, Al-Shehri=الشهري, Al-Dosari=الدوسري, Al-Mutairi=المطيري, Al-Shammari=الشمري, Al-Anazi=العنزي, Al-Subaie=السبيعي, Al-Malki=المالكي, Al-Juhani=الجهني, Al-Amri=العمري, Al-Rashidi=الرشيدي, Al-Yami=اليامي, Al-Balawi=البلوي, Al-Asmari=الأسمري, Al-Qarni=القرني, Al-Tamimi=التميمي, Al-Khaldi=الخالدي, Al-Saleh=الصالح, Al-Fahad=الفهد, Al-Hamdan=الحمدان, Al-Omar=العمر, Bakhsh=بخش, Batarfi=باطرفي, Al-Faraj=الفرج',
    ),
    arabicShare: 0.92,
    phone: saudiPhone,
  },
  {
    key: 'egyptian',
    share: 0.14,
    men: arabicMen,
    women: arabicWomen,
    families: words(
      'Hassan=حسن, Mansour=منصور, El-Sayed=السيد, Abdelrahman=عبد الرحمن, Fathy=فتحي, Ramadan=رمضان, Soliman=سليمان, Farouk=فاروق, Shaheen=شاهين, Naguib=نجيب, Gaber=جابر, Helmy=حلمي, Zaki=زكي, Hegazy=حجازي, El-Masry=المصري',
    ),
    arabicShare: 0.95,
    phone: { country: 'EG', prefix: '+2010', digits: 8 },
  },
  {
    key: 'levantine',
    share: 0.09,
    men: arabicMen,
    women: arabicWomen,
    families: words(
      'Haddad=حداد, Khoury=خوري, Nasser=ناصر, Darwish=درويش, Hamdan=حمدان, Qasim=قاسم, Abu Saleh=أبو صالح, Odeh=عودة, Najjar=نجار, Halabi=حلبي, Shami=شامي, Bitar=بيطار, Zaidan=زيدان',
    ),
    arabicShare: 0.88,
    phone: { country: 'JO', prefix: '+96279', digits: 7 },
  },
  {
    key: 'sudanese',
    share: 0.05,
    men: arabicMen,
    women: arabicWomen,
    families: words(
      'Osman=عثمان, Elamin=الأمين, Bashir=بشير, Eltayeb=الطيب, Idris=إدريس, Babiker=بابكر, Elhaj=الحاج, Siddig=صديق',
    ),
    arabicShare: 0.95,
    phone: saudiPhone,
  },
  {
    key: 'south-asian',
    share: 0.09,
    men: words(
      'Imran=عمران, Arif=عارف, Rashid=راشد, Naveed=نويد, Farhan=فرحان, Asif=آصف, Ravi=رافي, Suresh=سوريش, Anil=أنيل, Sajid=ساجد, Zubair=زبير, Faizan=فيضان',
    ),
    women: words(
      'Ayesha=عائشة, Sana=سناء, Nadia=نادية, Priya=بريا, Anita=أنيتا, Saima=صائمة, Rabia=رابعة, Kavita=كافيتا, Shabnam=شبنم, Meera=ميرا',
    ),
    families: words(
      'Khan=خان, Ahmad=أحمد, Siddiqui=صديقي, Qureshi=قريشي, Sharma=شارما, Nair=ناير, Iqbal=إقبال, Hussain=حسين, Malik=مالك, Patel=باتيل, Ansari=أنصاري, Chaudhry=شودري',
    ),
    arabicShare: 0.12,
    phone: { country: 'IN', prefix: '+9190', digits: 8 },
  },
  {
    key: 'kenyan',
    share: 0.04,
    men: words(
      'Juma=جمعة, Brian=برايان, Kevin=كيفن, Otieno=أوتيينو, Kamau=كاماو, Mwangi=موانغي, Abdi=عبدي, Hamisi=خميسي',
    ),
    women: words(
      'Wanjiru=وانجيرو, Achieng=أتشينغ, Njeri=نجيري, Amina=أمينة, Zawadi=زوادي, Halima=حليمة, Grace=غريس, Faith=فيث',
    ),
    families: words(
      'Kamau=كاماو, Otieno=أوتيينو, Mwangi=موانغي, Ochieng=أوتشينغ, Kariuki=كاريوكي, Wambui=وامبوي, Kiprop=كيبروب, Mutua=موتوا, Abdalla=عبدالله, Omondi=أوموندي',
    ),
    arabicShare: 0.06,
    phone: { country: 'KE', prefix: '+254700', digits: 6 },
  },
  {
    key: 'filipino',
    share: 0.03,
    men: words('Jose=خوسيه, Mark=مارك, Angelo=أنجيلو, Ramon=رامون, Joel=جويل, Carlo=كارلو'),
    women: words('Maria=ماريا, Angelica=أنجليكا, Rosa=روزا, Liza=ليزا, Grace=غريس, Jasmine=ياسمين'),
    families: words(
      'Santos=سانتوس, Reyes=رييس, Cruz=كروز, Garcia=غارسيا, Mendoza=مندوزا, Ramos=راموس, Bautista=باوتيستا, Villanueva=فيلانويفا',
    ),
    arabicShare: 0.02,
    phone: saudiPhone,
  },
  {
    key: 'western',
    share: 0.02,
    men: words('James=جيمس, Thomas=توماس, David=ديفيد, Luca=لوكا, Daniel=دانيال'),
    women: words('Emma=إيما, Sophie=صوفي, Anna=آنا, Claire=كلير, Julia=جوليا'),
    families: words('Miller=ميلر, Martin=مارتن, Rossi=روسي, Baker=بيكر, Wilson=ويلسون, Fischer=فيشر'),
    arabicShare: 0.05,
    phone: saudiPhone,
  },
];

/** Districts with their city, in Latin letters, and a point inside. */
export const districts = [
  { city: 'Riyadh', district: 'Al Olaya', latitude: 24.6905, longitude: 46.6853, share: 3 },
  { city: 'Riyadh', district: 'Al Malqa', latitude: 24.8081, longitude: 46.6142, share: 2 },
  { city: 'Riyadh', district: 'An Nakheel', latitude: 24.7503, longitude: 46.6368, share: 2 },
  { city: 'Riyadh', district: 'Al Yasmin', latitude: 24.8222, longitude: 46.6444, share: 2 },
  { city: 'Jeddah', district: 'Al Andalus', latitude: 21.5432, longitude: 39.1428, share: 2 },
  { city: 'Jeddah', district: 'Ar Rawdah', latitude: 21.5664, longitude: 39.1551, share: 2 },
  { city: 'Jeddah', district: 'Ash Shati', latitude: 21.6017, longitude: 39.1093, share: 1 },
  { city: 'Dammam', district: 'Al Faisaliyah', latitude: 26.3995, longitude: 50.0706, share: 1 },
] as const;

/** Names of firms, which buy as business customers. */
export const firms = words(
  'Nakheel Hospitality=النخيل للضيافة, Rawabi Offices=مكاتب الروابي, Zahra Catering=زهرة للإعاشة, Qimma Contracting=القمة للمقاولات, Noor Clinic=عيادة نور, Wadi Kindergarten=روضة الوادي, Marsa Cafe=مقهى المرسى, Saqr Logistics=صقر للنقل, Bayan Training=بيان للتدريب, Afaq Studio=استوديو آفاق',
);

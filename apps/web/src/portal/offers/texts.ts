import { offers } from '@wafa/i18n/features';
import { addTexts } from '../../shared/texts.ts';

/** Home opens an offer without the page of offers: whichever comes first brings the words. */
addTexts({ offers });

import type { SegmentKind, SegmentNumbers } from '@wafa/contract';
import { messages, translate } from '@wafa/i18n';
import { type Label, label } from '../rules/words.ts';
import type { SegmentRow } from './sql.ts';

const nothing: Label = { en: '', ar: '' };

const traitWords = ['recent', 'away', 'often', 'seldom', 'high', 'low'];

/** `cluster_recent_often_2` as "Cluster: recent, frequent 2". */
function clusterName(key: string): Label {
  const parts = key.split('_').slice(1);
  const number = parts.find((part) => /^\d+$/.test(part));
  return label((language) => {
    const traits = parts.filter((part) => traitWords.includes(part));
    const words =
      traits.length === 0
        ? translate(language, 'segment.cluster.average')
        : translate(language, 'segment.cluster.named', {
            traits: traits
              .map((trait) => translate(language, `segment.cluster.${trait}`))
              .join(language === 'ar' ? '، ' : ', '),
          });
    return number ? `${words} ${number}` : words;
  });
}

/** What a segment is called. */
export function nameOf(key: string, kind: SegmentKind, row?: SegmentRow): Label {
  if (row?.name) return row.name;
  if (kind === 'cluster') return clusterName(key);
  return kind === 'builtin' || kind === 'rfm'
    ? label((language) => translate(language, `segment.name.${key}`))
    : { en: key, ar: key };
}

/** For staff: of system segments the definition with the store's numbers. */
export function descriptionOf(
  key: string,
  kind: SegmentKind,
  numbers: SegmentNumbers,
  row?: SegmentRow,
): Label {
  if (kind === 'dynamic' || kind === 'manual') return row?.description ?? nothing;
  const sentence = kind === 'cluster' ? 'segment.definition.cluster' : `segment.definition.${key}`;
  return label((language) => translate(language, sentence, { ...numbers }));
}

/** Friendly words for the customer: the store's own, else those of the built-in segment, else its name. */
export function customerTextOf(key: string, kind: SegmentKind, row?: SegmentRow): Label {
  const own = row?.customerText;
  if (own && (own.en !== '' || own.ar !== '')) return own;
  const sentence = `segment.customer.${key}`;
  return sentence in messages.en
    ? label((language) => translate(language, sentence))
    : kind === 'dynamic' || kind === 'manual'
      ? nameOf(key, kind, row)
      : nothing;
}

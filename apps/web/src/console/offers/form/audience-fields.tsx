import type { OfferAudience } from '@wafa/contract';
import { Form, Select } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { useTiers } from '../../customers/parts/tiers.ts';
import { useRested } from '../../shared/rested.ts';
import { useSegmentNames } from '../parts/offer-words.ts';
import { Choices } from './choices.tsx';

const kinds: readonly OfferAudience['kind'][] = ['everyone', 'segments', 'tiers', 'customers'];

/** Whom the offer is for, whom not, and how many that are. */
export function AudienceFields({ offerId }: { offerId: string | undefined }) {
  const text = useText();
  const kind = Form.useWatch<OfferAudience['kind'] | undefined>(['audience', 'kind']) ?? 'everyone';
  const { choices: tiers } = useTiers();
  const { choices: segments } = useSegmentNames();
  return (
    <>
      <Form.Item
        name={['audience', 'kind']}
        label={text('console.offers.for')}
        extra={kind === 'customers' ? text('console.offers.customers_hint') : undefined}
      >
        <Select
          options={kinds.map((value) => ({ value, label: text(`console.offers.audience_${value}`) }))}
        />
      </Form.Item>
      {kind === 'segments' ? (
        <Choices
          path={['audience', 'segments']}
          label={text('console.offers.any_segment')}
          options={segments}
          free={segments.length === 0}
          placeholder={text('console.segments.choose')}
        />
      ) : null}
      {kind === 'tiers' ? (
        <Choices
          path={['audience', 'tiers']}
          label={text('console.offers.any_tier')}
          options={tiers}
          placeholder={text('console.segments.choose')}
        />
      ) : null}
      <Choices
        path="excludedSegments"
        label={text('console.offers.excluded_segments')}
        options={segments}
        free={segments.length === 0}
        placeholder={text('console.loyalty.none')}
      />
      <Reach offerId={offerId} />
    </>
  );
}

interface Chosen {
  kind?: OfferAudience['kind'];
  segments?: string[];
  tiers?: string[];
}

/** The audience as the API takes it; null while something has still to be chosen. */
export function audienceOf({ kind, segments = [], tiers = [] }: Chosen): OfferAudience | null {
  if (kind === 'segments') return segments.length > 0 ? { kind, segments } : null;
  if (kind === 'tiers') return tiers.length > 0 ? { kind, tiers } : null;
  return kind ? { kind } : null;
}

const restMs = 400;

function Reach({ offerId }: { offerId: string | undefined }) {
  const text = useText();
  const audience = useRested(audienceOf(Form.useWatch<Chosen | undefined>('audience') ?? {}), restMs);
  const excluded = useRested(Form.useWatch<string[] | undefined>('excludedSegments') ?? [], restMs);
  const holdoutPercent = useRested(Form.useWatch<number | null | undefined>('holdoutPercent') ?? 0, restMs);
  const { data, error } = useRead(
    endpoints.offers.previewAudience,
    {
      audience: audience ?? { kind: 'everyone' },
      excludedSegments: excluded,
      holdoutPercent,
      ...(offerId ? { offerId } : {}),
    },
    { skip: audience === null },
  );
  if (audience === null || !data || error) return null;
  return (
    <p className="pb-4" aria-live="polite">
      <b className="font-semibold">{text('console.offers.reach', { count: data.customers })}</b>
      {data.heldOut > 0 ? (
        <span className="text-soft"> {text('console.offers.reach_held_out', { count: data.heldOut })}</span>
      ) : null}
    </p>
  );
}

import { useNavigate } from 'react-router';
import { useText } from '../../../shared/hooks.ts';
import { Page } from '../../shared/page.tsx';
import { SegmentForm } from './segment-form.tsx';

/** A segment in the making: by rules, or one whose members are put in by hand. */
export function NewSegment({ kind }: { kind: 'dynamic' | 'manual' }) {
  const text = useText();
  const navigate = useNavigate();
  return (
    <Page
      title={text(kind === 'dynamic' ? 'console.segments.new' : 'console.segments.new_manual')}
      lead={text(`console.segments.new_${kind}_lead`)}
    >
      <SegmentForm
        kind={kind}
        segment={null}
        onSaved={({ key }) => navigate(kind === 'manual' ? `${key}?tab=members` : key)}
      />
    </Page>
  );
}

import type { Bulk, CommunicationStatus } from '@wafa/contract';

/** The state that is stored, and what is known besides. */
export interface BulkProgress {
  state: 'active' | 'paused' | 'cancelled';
  /** When a message had been made for the last customer of the audience. */
  spreadAt: Date | null;
  counts: Partial<Record<CommunicationStatus, number>>;
}

const waiting = (counts: BulkProgress['counts']) => (counts.QUEUED ?? 0) + (counts.HELD ?? 0);

/** A sending is done when everybody has a message and none of them waits. */
export function statusOf({ state, spreadAt, counts }: BulkProgress): Bulk['status'] {
  if (state === 'cancelled') return 'CANCELLED';
  if (spreadAt !== null && waiting(counts) === 0) return 'DONE';
  return state === 'paused' ? 'PAUSED' : 'RUNNING';
}

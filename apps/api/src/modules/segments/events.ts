/** Customers who came into a segment or left it. */
export interface SegmentMove {
  segment: string;
  /** One for a change of theirs; up to 500 where many were evaluated together. */
  customerIds: string[];
}

declare module '../../platform/events/catalogue.ts' {
  interface Events {
    /** The first evaluation of a segment says nothing: its members were there before it. */
    'segment.entered': SegmentMove;
    'segment.left': SegmentMove;
  }
}

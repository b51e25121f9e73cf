import type { TableColumnsType } from 'antd';
import { useFormat, useText } from '../../shared/hooks.ts';
import { useStaffNames } from './staff-names.ts';

/** A version, and what differs from the one before; null where that one is on the next page, or there is none. */
export type Changed<V> = V & { changed: readonly string[] | null };

/** Versions, newest first, each with what it changed. */
export function withChanges<V>(
  versions: readonly V[],
  changesOf: (before: V, after: V) => readonly string[],
): Changed<V>[] {
  return versions.map((version, at) => {
    const before = versions[at + 1];
    return { ...version, changed: before ? changesOf(before, version) : null };
  });
}

type Column<V> = TableColumnsType<Changed<V>>[number];

interface Told<V> {
  /** Who made a version; null where nobody did. */
  by: (version: V) => string | null;
  /** The name of something that changed. */
  word: (changed: string) => string;
}

/** The columns that all tables of versions have; each adds its own between them. */
export function useVersionColumns<V extends { version: number }>({ by, word }: Told<V>) {
  const text = useText();
  const { language, number } = useFormat();
  const names = useStaffNames();
  const list = new Intl.ListFormat(language);
  const columns: Record<'version' | 'by' | 'changes', Column<V>> = {
    version: { title: text('console.loyalty.version'), render: (_, { version }) => number(version) },
    by: {
      title: text('console.loyalty.changed_by'),
      render: (_, version) => {
        const staffId = by(version);
        if (staffId === null) return text('console.loyalty.by_system');
        return <bdi>{names.get(staffId) ?? text('console.loyalty.by_someone')}</bdi>;
      },
    },
    changes: {
      title: text('console.loyalty.what_changed'),
      render: (_, { version, changed }) => {
        if (version === 1) return text('console.loyalty.created');
        return changed === null ? '–' : list.format(changed.map(word));
      },
    },
  };
  return columns;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/processes.ts';
import type { LoadResult } from './load.ts';

/** What a bench came to. */
export interface BenchResult {
  id: string;
  what: string;
  /** The figures to reach, in words. */
  target: string;
  machine: Record<string, string | number>;
  /** Conditions that a reader must know to judge the figures. */
  notes: string[];
  rows: Record<string, string | number>[];
}

/** A figure that was not measured, and why. */
export interface Skipped {
  id: string;
  skipped: string;
}

/**
 * Prints the table and keeps it with the date and the machine in bench/results.
 * @param busy the machine's load average before the bench; on two cores anything near 1 spoils the figures
 */
export function report(result: BenchResult, busy: number): void {
  const { id, what, target, machine, rows } = result;
  const notes = [...result.notes, `load average of the machine before: ${busy.toFixed(1)}`];
  const folder = join(root, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const kept = { date: new Date().toISOString(), ...result, notes };
  writeFileSync(join(folder, `${id.toLowerCase()}.json`), `${JSON.stringify(kept, null, 2)}\n`);
  console.log(`\n${id}: ${what}\n${Object.values(machine).join(', ')}\n`);
  console.table(rows);
  console.log(`to reach: ${target}`);
  for (const note of notes) console.log(`note: ${note}`);
}

/** Throws unless every answer had this status: a figure of failures is none. */
export function assertAll(result: LoadResult, status: number): void {
  const others = Object.keys(result.statuses).filter((key) => Number(key) !== status);
  if (others.length > 0 || result.requests === 0)
    throw new Error(
      `answers other than ${status}: ${JSON.stringify(result.statuses)} ${result.firstFailure}`,
    );
}

export const ratio = (figure: number, limit: number): number => Math.round((figure / limit) * 100) / 100;

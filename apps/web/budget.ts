import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * Prints what a first visit loads (entry, what it imports, and the home screen) and fails the build
 * above the limit: a budget that nobody enforces is gone within a month.
 */
export function firstLoadBudget(options: { limitKb: number; screen: string }): Plugin {
  return {
    name: 'wafa:first-load-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const start = chunks.filter(
        (chunk) =>
          (chunk.isEntry && chunk.facadeModuleId?.endsWith('index.html')) ||
          chunk.moduleIds.some((id) => id.endsWith(options.screen)),
      );
      const wanted = new Set<string>();
      const visit = (fileName: string) => {
        if (wanted.has(fileName)) return;
        wanted.add(fileName);
        for (const next of chunks.find((chunk) => chunk.fileName === fileName)?.imports ?? []) visit(next);
      };
      for (const chunk of start) visit(chunk.fileName);
      const sizes = chunks
        .filter((chunk) => wanted.has(chunk.fileName))
        .map((chunk) => gzipSync(chunk.code, { level: 9 }).length);
      const totalKb = sizes.reduce((sum, size) => sum + size, 0) / 1000;
      const line = `first load: ${totalKb.toFixed(1)} kB of JavaScript gzipped in ${sizes.length} files (limit ${options.limitKb} kB)`;
      if (start.length < 2) this.error(`first load: the entry or ${options.screen} was not found`);
      if (totalKb > options.limitKb) this.error(line);
      console.log(line);
    },
  };
}

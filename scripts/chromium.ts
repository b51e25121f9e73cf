import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { root, runNode, tool } from './lib/processes.ts';

/**
 * Path of a Chromium (or Chrome, Edge) that starts: CHROME_PATH, then the system's, then the one that
 * Playwright downloaded. Undefined where there is none.
 */
export function findChromium(): string | undefined {
  const candidates = [process.env.CHROME_PATH, ...systemPaths(), playwrightPath()];
  return candidates.find((path): path is string => path !== undefined && existsSync(path) && starts(path));
}

/**
 * As `findChromium`, but installs one where there is none: by apt on Debian and Ubuntu as root, else
 * by Playwright's own download. Answers the path, or the reason why there is none, in one line.
 */
export async function ensureChromium(): Promise<{ path: string } | { reason: string }> {
  const found = findChromium();
  if (found) return { path: found };
  const asRoot = process.getuid?.() === 0;
  if (asRoot && isDebian()) {
    console.log('No Chromium found: installing the system’s with apt-get …');
    apt(['update']);
    apt(['install', '-y', '--no-install-recommends', 'chromium']);
    const installed = findChromium();
    if (installed) return { path: installed };
  }
  console.log('No Chromium found: installing Playwright’s …');
  const args = ['install', ...(asRoot && isDebian() ? ['--with-deps'] : []), 'chromium'];
  const { output } = await runNode(tool('@playwright/test', 'cli.js'), args, {
    cwd: root,
    output: 'collect',
  });
  const installed = findChromium();
  if (installed) return { path: installed };
  const why = output.split('\n').find((line) => /error|fail/i.test(line));
  return { reason: `no Chromium found and none could be installed${why ? ` (${why.trim()})` : ''}` };
}

function systemPaths(): string[] {
  if (process.platform === 'darwin')
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  if (process.platform === 'win32')
    return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        join(folder, 'Google/Chrome/Application/chrome.exe'),
        join(folder, 'Microsoft/Edge/Application/msedge.exe'),
      ]);
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin', '/snap/bin');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function playwrightPath(): string | undefined {
  try {
    return chromium.executablePath();
  } catch {
    // Playwright throws where it supports no browser of this system.
    return undefined;
  }
}

/** Ubuntu's chromium-browser may be a stub that only says to install a snap. */
function starts(path: string): boolean {
  // On Windows `--version` opens a window instead.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

function isDebian(): boolean {
  if (!existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function apt(args: string[]): void {
  spawnSync('apt-get', args, {
    stdio: 'ignore',
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

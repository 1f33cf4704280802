// Installs the packages of package-lock.json when they are missing or out of date. Needs nothing but Node and npm.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureGenerated } from './ensure-generated.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Makes node_modules what package-lock.json says, and what is generated from it; at once when it is so already. */
export function ensureInstalled() {
  installPackages();
  ensureGenerated();
}

function installPackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Orrery needs Node 20.19 or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  const stamp = join(root, 'node_modules', '.orrery-installed');
  if (existsSync(stamp) && (readFileSync(stamp, 'utf8') === lock || isElsewhere(dirname(stamp)))) return;
  console.error('Installing packages…');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  try {
    execFileSync(npm, ['ci', ...quiet], { cwd: root, stdio: 'ignore' });
  } catch {
    // A registry that lacks other platforms' optional packages makes `npm ci` refuse the lock file; `install` does not mind.
    execFileSync(npm, ['install', '--no-save', ...quiet], { cwd: root, stdio: ['ignore', 2, 2] });
  }
  writeFileSync(stamp, lock);
}

/** Whether a folder is a link: what it leads to is for somebody else to keep up to date. */
function isElsewhere(folder) {
  return lstatSync(folder).isSymbolicLink();
}

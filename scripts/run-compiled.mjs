// Runs a bundled script whose compiled form is kept beside it, so that the next start need not compile it again.
import { readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Runs the CommonJS script. The first process that ends leaves what was compiled by then, functions that ran included. */
export function runCompiled(path) {
  // Of one file, one engine: compiled code is only looked at for its length and flags.
  const kept = `${path}.${Math.round(statSync(path).mtimeMs)}-${process.version}-${process.arch}.compiled`;
  const cachedData = readIfThere(kept);
  const script = new Script(`(function (require, process) {${readFileSync(path, 'utf8')}\n})`, { filename: path, ...(cachedData ? { cachedData } : {}) });
  if (!cachedData || script.cachedDataRejected) process.once('exit', () => keep(script, path, kept));
  script.runInThisContext()(createRequire(path), process);
}

function keep(script, path, kept) {
  const folder = dirname(path);
  const fresh = `${kept}.${process.pid}`;
  try {
    writeFileSync(fresh, script.createCachedData());
    for (const name of readdirSync(folder)) if (name.startsWith(`${basename(path)}.`) && name.endsWith('.compiled')) rmSync(join(folder, name), { force: true });
    renameSync(fresh, kept);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error; // a folder that cannot be written: the next start compiles again
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

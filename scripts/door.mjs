// Runs a command-line door of the engine: bundles src/doors/NAME.ts (or bench/NAME.ts) when it changed, then runs it.
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { ensureInstalled, root } from './ensure-installed.mjs';
import { newestChange } from './newest.mjs';
import { runCompiled } from './run-compiled.mjs';

/** Doors that somebody waits for: their compiled form is kept. */
const compiled = new Set(['serve', 'session']);

// A world is much code of which each part runs seldom: by its own measure V8 would compile it well only after thousands of
// Pods. A third of the usual budget (--v8-options: interrupt-budget) takes a tenth to a sixth off the time of the first hundreds.
setFlagsFromString('--interrupt-budget=20000');

const [, , name, ...rest] = process.argv;
// A served world stays for long. By its own measure V8 lets the heap grow to several times of what is in use before it collects;
// half as much again takes a third off the memory and no more time.
if (name === 'serve') setFlagsFromString('--heap-growing-percent=50');
ensureInstalled();
const isCompiled = compiled.has(name);
const bundle = await bundled(name, isCompiled ? 'cjs' : 'mjs');
process.argv = [process.argv[0], bundle, ...rest];
if (isCompiled) runCompiled(bundle);
else await import(pathToFileURL(bundle).href);

/** The path of the door's bundle, made anew when the source is newer. */
async function bundled(door, ending) {
  const output = join(root, '.build', `${door.replace('/', '-')}.${ending}`);
  const changed = newestChange(join(root, 'src'), join(root, 'bench'));
  if (existsSync(output) && statSync(output).mtimeMs > changed) return output;
  const { rolldown } = await import('rolldown');
  mkdirSync(join(root, '.build'), { recursive: true });
  const build = await rolldown({ input: join(root, ...(door.startsWith('bench/') ? [] : ['src', 'doors']), `${door}.ts`), platform: 'node', logLevel: 'silent' });
  const fresh = `${output}.${process.pid}.${ending}`;
  await build.write({ file: fresh, format: ending === 'cjs' ? 'cjs' : 'esm', codeSplitting: false });
  renameSync(fresh, output);
  return output;
}

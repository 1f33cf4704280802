// Runs a command-line door of the engine: bundles src/doors/NAME.ts (or bench/NAME.ts) when it changed, then runs it.
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, root } from './ensure-installed.mjs';
import { newestChange } from './newest.mjs';

const [, , name, ...rest] = process.argv;
ensureInstalled();
const bundle = await bundled(name);
process.argv = [process.argv[0], bundle, ...rest];
await import(pathToFileURL(bundle).href);

/** The path of the door's bundle, made anew when the source is newer. */
async function bundled(door) {
  const output = join(root, '.build', `${door.replace('/', '-')}.mjs`);
  const changed = newestChange(join(root, 'src'), join(root, 'bench'));
  if (existsSync(output) && statSync(output).mtimeMs > changed) return output;
  const { rolldown } = await import('rolldown');
  mkdirSync(join(root, '.build'), { recursive: true });
  const build = await rolldown({ input: join(root, ...(door.startsWith('bench/') ? [] : ['src', 'doors']), `${door}.ts`), platform: 'node', logLevel: 'silent' });
  const fresh = `${output}.${process.pid}.mjs`;
  await build.write({ file: fresh, format: 'esm', codeSplitting: false });
  renameSync(fresh, output);
  return output;
}

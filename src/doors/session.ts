// A world driven by JSON lines: one object in, one answer out.
import '../cluster/provide.ts';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { Session, createWorld } from '../cluster/index.ts';
import { fail, isFileError, loadTopology } from './load-topology.ts';

interface Options {
  readonly topology: string | undefined;
  readonly seed: number;
  readonly files: string | undefined;
}

const usage = 'usage: session [--topology FILE] [--seed N] [--files DIR]';

function readOptions(argv: readonly string[]): Options {
  const values = new Map<string, string>();
  for (let i = 0; i < argv.length; i += 2) {
    const [name = '', value] = [argv[i], argv[i + 1]];
    if (!['--topology', '--seed', '--files'].includes(name) || value === undefined) fail(`${usage}\n${name}: unknown, or its value is missing`);
    values.set(name, value);
  }
  const seed = Number(values.get('--seed') ?? 1);
  if (!Number.isInteger(seed)) fail(`--seed ${values.get('--seed') ?? ''} is no whole number`);
  return {
    topology: values.get('--topology') ?? process.env['TOPOLOGY'],
    seed,
    files: values.get('--files') ?? process.env['FILES'],
  };
}

/** Every file below the folder, as paths relative to it. */
function filesBelow(folder: string, at = folder): string[] {
  return readdirSync(at).flatMap((name) => {
    const path = join(at, name);
    return statSync(path).isDirectory() ? filesBelow(folder, path) : [relative(folder, path)];
  });
}

/** Puts every file below the folder into the workstation's home. */
function copyFiles(folder: string): void {
  try {
    for (const path of filesBelow(folder)) world.workstation.write(path, readFileSync(join(folder, path), 'utf8'));
  } catch (error) {
    if (isFileError(error)) fail(`--files ${folder}: ${error.message}`);
    throw error;
  }
}

const options = readOptions(process.argv.slice(2));
const world = createWorld({ topology: loadTopology(options.topology), seed: options.seed });
if (options.files !== undefined) copyFiles(options.files);
const session = new Session(world);
const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
lines.on('line', (line) => {
  if (line.trim() !== '') process.stdout.write(`${JSON.stringify(session.answerLine(line))}\n`);
});

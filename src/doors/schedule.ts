// `npm run -s schedule -- FILE`: reads a situation (`{nodes, pods, pod, objects}`) and prints what the scheduler finds:
// `{filtered, scores, total, chosen}`.
import { readFileSync } from 'node:fs';
import { SituationError, schedule } from '../scheduler/index.ts';
import type { Situation } from '../scheduler/index.ts';

const usage = 'usage: npm run -s schedule -- FILE\n';

/** Prints where the Pod of a situation would go, or says on standard error what is wrong with the file. */
function main(args: readonly string[]): number {
  const [file, ...others] = args;
  if (file === undefined || others.length > 0) {
    process.stderr.write(usage);
    return 2;
  }
  try {
    process.stdout.write(`${JSON.stringify(schedule(situationIn(readFileSync(file, 'utf8'))), undefined, 1)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof SituationError) && !isFileError(error)) throw error;
    process.stderr.write(`schedule: ${error.message}\n`);
    return 1;
  }
}

/** What a situation may hold: what is asked, and in a recording also what was answered. */
const fields = new Set(['title', 'nodes', 'pods', 'objects', 'pod', 'filtered', 'scores', 'normalised', 'resources', 'total', 'chosen', 'tie', 'message']);

function situationIn(text: string): Situation {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || !('pod' in value)) throw new SituationError('the file has no "pod" to schedule');
  const unknown = Object.keys(value).find((name) => !fields.has(name));
  if (unknown !== undefined) throw new SituationError(`unknown field ${JSON.stringify(unknown)}; known are nodes, pods, objects, pod, and what a recording adds`);
  const parts = new Map<string, unknown>(Object.entries(value));
  const list = (name: string): readonly unknown[] => {
    const found = parts.get(name) ?? [];
    if (!Array.isArray(found)) throw new SituationError(`"${name}" must be a list of objects`);
    return found;
  };
  return { nodes: list('nodes'), pods: list('pods'), objects: list('objects'), pod: value.pod };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SituationError(`not JSON: ${error.message}; a situation is one object such as {"nodes": […], "pods": […], "pod": {…}}`);
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

process.exitCode = main(process.argv.slice(2));

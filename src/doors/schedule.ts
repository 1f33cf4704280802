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
    if (!(error instanceof SituationError) && !(error instanceof SyntaxError) && !isFileError(error)) throw error;
    process.stderr.write(`schedule: ${error.message}\n`);
    return 1;
  }
}

function situationIn(text: string): Situation {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('pod' in value)) throw new SituationError('the file has no "pod" to schedule');
  const parts = new Map<string, unknown>(Object.entries(value));
  const list = (name: string): readonly unknown[] => {
    const found = parts.get(name) ?? [];
    if (!Array.isArray(found)) throw new SituationError(`"${name}" must be a list of objects`);
    return found;
  };
  return { nodes: list('nodes'), pods: list('pods'), objects: list('objects'), pod: value.pod };
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

process.exitCode = main(process.argv.slice(2));

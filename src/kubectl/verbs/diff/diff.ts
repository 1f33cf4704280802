// kubectl diff: what apply would change.
// Upstream: k8s.io/kubectl pkg/cmd/diff/diff.go

import { compareText, formatMilliTime } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { apiVersionText } from '../../core/discovery.ts';
import { CommandError, ExitError, failureText, operating, usageError } from '../../core/errors.ts';
import { bool, fieldManagerFlag, fileFlags, selectorFlag } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { withoutManagedFields } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { formatYaml } from '../../core/yaml.ts';
import { hasFiles, selectTargets, selectionFlags } from '../../resources/builder.ts';
import { versionsOf } from './merged.ts';
import { unifiedDiff } from './unified-diff.ts';

export const diff: Command = {
  name: 'diff', short: 'Diff the live version against a would-be applied version', usage: '-f FILENAME',
  flags: [
    ...fileFlags('Filename, directory, or URL to files contains the configuration to diff'), fieldManagerFlag('kubectl-client-side-apply'), selectorFlag,
    bool('force-conflicts', 'If true, server-side apply will force the changes against conflicts.'), bool('server-side', 'If true, apply runs in the server instead of the client.'),
    bool('show-managed-fields', 'If true, include managed fields in the diff.'),
  ],
  run: runDiff,
};

/** Fails with 2 and not with 1, which says that something differs. */
function* runDiff(kubectl: Kubectl, args: readonly string[]): Process {
  try {
    yield* compare(kubectl, args);
  } catch (error) {
    if (error instanceof ExitError) throw error;
    throw new ExitError(failed, failureText(operating(error)).replace(/\n$/, ''));
  }
}

const failed = 2;

/** An object as it is and as it would be, as texts. */
interface Pair {
  readonly file: string;
  readonly live: string;
  readonly merged: string;
}

function* compare(kubectl: Kubectl, args: readonly string[]): Process {
  const selection = { ...selectionFlags(kubectl, []), selector: '' };
  if (args.length > 0) throw usageError(kubectl.found.path, `Unexpected args: [${args.join(' ')}]`);
  if (!hasFiles(selection)) throw new CommandError('must specify one of -f and -k');
  if (kubectl.flags.bool('force-conflicts') && !kubectl.flags.bool('server-side')) throw new CommandError('--force-conflicts only works with --server-side');
  const pairs: Pair[] = [];
  for (const target of yield* selectTargets(kubectl, selection)) {
    if (target.type === 'error') throw target.error;
    if (target.type !== 'file') continue;
    const { live, merged } = yield* versionsOf(kubectl, target);
    const file = `${apiVersionText(target.mapping).replace('/', '.')}.${target.mapping.kind}.${target.namespace ?? ''}.${target.name}`;
    pairs.push({ file, live: textOf(kubectl, live), merged: textOf(kubectl, merged) });
  }
  const text = comparison(kubectl, pairs);
  yield* kubectl.out(text);
  if (text !== '') throw new ExitError(1);
}

/** What `diff -u -N` says of two folders with these files. */
function comparison({ context }: Kubectl, pairs: readonly Pair[]): string {
  const { kernel } = context.sandbox;
  const folder = (name: string): string => `/tmp/${name}-${context.random.next32()}`;
  const [before, after] = [folder('LIVE'), folder('MERGED')];
  const stamp = formatMilliTime(kernel.wallMs).replace('T', ' ').replace('Z', '000000 +0000');
  return pairs.toSorted((a, b) => compareText(a.file, b.file)).map(({ file, live, merged }) => {
    const [old, fresh] = [`${before}/${file}`, `${after}/${file}`];
    const text = unifiedDiff(live, merged, `${old}\t${stamp}`, `${fresh}\t${stamp}`);
    return text === '' ? '' : `diff -u -N ${old} ${fresh}\n${text}`;
  }).join('');
}

/** An object as the files that are compared have it. */
function textOf({ flags }: Kubectl, object: AnyObject | undefined): string {
  if (!object) return '';
  return formatYaml(flags.bool('show-managed-fields') ? object : withoutManagedFields(object));
}

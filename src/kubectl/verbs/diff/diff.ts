// kubectl diff: what apply would change.
// Upstream: k8s.io/kubectl pkg/cmd/diff/diff.go

import { compareText, formatMilliTime } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { randomOf } from '../../../machine/index.ts';
import type { Command } from '../../core/command.ts';
import { apiVersionText } from '../../core/discovery.ts';
import type { Mapping } from '../../core/discovery.ts';
import { CommandError, ExitError, ManyErrors, throwAll, usageError } from '../../core/errors.ts';
import { bool, fieldManagerFlag, fileFlags, int, selectorFlag, strings } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { nameOf, namespaceOf, textAt, withoutManagedFields } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { formatYaml } from '../../core/yaml.ts';
import { hasFiles, selectTargets, selectionFlags } from '../../resources/builder.ts';
import { forEachPrunable, prunedKinds, warnOfDefaultKinds } from '../apply/prune.ts';
import { externalDiff, runExternalDiff } from './external-diff.ts';
import type { Folders } from './external-diff.ts';
import { maskedPair } from './masked.ts';
import { versionsOf } from './merged.ts';
import { unifiedDiff } from './unified-diff.ts';

export const diff: Command = {
  name: 'diff', short: 'Diff the live version against a would-be applied version', usage: '-f FILENAME',
  flags: [
    ...fileFlags('Filename, directory, or URL to files contains the configuration to diff'), fieldManagerFlag('kubectl-client-side-apply'), selectorFlag,
    bool('force-conflicts', 'If true, server-side apply will force the changes against conflicts.'), bool('server-side', 'If true, apply runs in the server instead of the client.'),
    bool('show-managed-fields', 'If true, include managed fields in the diff.'), bool('show-secrets', 'If true, do not mask secret values in the diff.'),
    int('concurrency', 'Number of objects to process in parallel when diffing against the live version. Larger number = faster, but more memory, I/O and CPU over that shorter period of time.', { value: '1' }),
    bool('prune', 'Include resources that would be deleted by pruning. Can be used with -l and default shows all resources would be pruned'),
    strings('prune-allowlist', 'Overwrite the default allowlist with <group/version/kind> for --prune'),
  ],
  // 1 says that something differs.
  failureStatus: 2,
  run: compare,
};

/** How a file that is not there is dated. */
const noFile = '1970-01-01 00:00:00.000000000 +0000';

/** An object as it is and as it would be, as texts; one that would be pruned would be no more. */
interface Pair {
  readonly file: string;
  readonly live: string;
  readonly merged: string | undefined;
}

function* compare(kubectl: Kubectl, args: readonly string[]): Process {
  const selection = { ...selectionFlags(kubectl, []), selectsAsWritten: true };
  if (args.length > 0) throw usageError(kubectl.found.path, `Unexpected args: [${args.join(' ')}]`);
  if (!hasFiles(selection)) throw new CommandError('must specify one of -f and -k');
  if (kubectl.flags.bool('force-conflicts') && !kubectl.flags.bool('server-side')) throw new CommandError('--force-conflicts only works with --server-side');
  const prunes = kubectl.flags.bool('prune');
  const mappings = prunes ? yield* prunedKinds(kubectl) : [];
  const pairs: Pair[] = [];
  const kept = new Set<string>();
  const namespaces = new Set<string>();
  for (const target of yield* selectTargets(kubectl, selection)) {
    if (target.type === 'error') throwAll(target.error instanceof ManyErrors ? target.error.errors : [target.error]);
    if (target.type !== 'file') continue;
    const { live, merged } = yield* versionsOf(kubectl, target);
    const masked = masks(kubectl, target.mapping) ? maskedPair(live, merged) : [live, merged] as const;
    pairs.push({ file: fileOf(target.mapping, merged), live: textOf(kubectl, masked[0]), merged: textOf(kubectl, masked[1]) });
    kept.add(textAt(live, 'metadata', 'uid'));
    if (target.namespace !== undefined) namespaces.add(target.namespace);
  }
  if (prunes) yield* warnOfDefaultKinds(kubectl);
  yield* forEachPrunable(kubectl, { mappings, namespaces: [...namespaces] }, kept, function* note(mapping, object) {
    const shown = masks(kubectl, mapping) ? maskedPair(object, undefined)[0] : object;
    pairs.push({ file: fileOf(mapping, object), live: formatYaml(shown), merged: undefined });
  });
  const folder = (name: string): string => `/tmp/${name}-${randomOf(kubectl.context).next32()}`;
  const folders = { live: folder('LIVE'), merged: folder('MERGED') };
  const sorted = pairs.toSorted((a, b) => compareText(a.file, b.file));
  const program = externalDiff(kubectl);
  if (program) return yield* runExternalDiff(kubectl, program, { ...folders, files: filesOf(sorted, folders) });
  const text = comparison(kubectl, sorted, folders);
  yield* kubectl.out(text);
  if (text !== '') throw new ExitError(1);
}

/** The name of the file that an object is written to. */
const fileOf = (mapping: Mapping, object: AnyObject): string => `${apiVersionText(mapping).replace('/', '.')}.${mapping.kind}.${namespaceOf(object)}.${nameOf(object)}`;

/** Whether what an object of the kind holds is not shown. */
const masks = ({ flags }: Kubectl, { group, kind }: Mapping): boolean => group === '' && kind === 'Secret' && !flags.bool('show-secrets');

/** What `diff -u -N` says of two folders with these files. */
function comparison({ wallMs }: Kubectl, pairs: readonly Pair[], folders: Pick<Folders, 'live' | 'merged'>): string {
  const stamp = formatMilliTime(wallMs).replace('T', ' ').replace('Z', '000000 +0000');
  return pairs.map(({ file, live, merged }) => {
    const [old, fresh] = [`${folders.live}/${file}`, `${folders.merged}/${file}`];
    const text = unifiedDiff(live, merged ?? '', `${old}\t${stamp}`, `${fresh}\t${merged === undefined ? noFile : stamp}`);
    return text === '' ? '' : `diff -u -N ${old} ${fresh}\n${text}`;
  }).join('');
}

function filesOf(pairs: readonly Pair[], { live, merged }: Pick<Folders, 'live' | 'merged'>): Folders['files'] {
  return pairs.flatMap((pair) => [
    { path: `${live}/${pair.file}`, text: pair.live }, ...(pair.merged === undefined ? [] : [{ path: `${merged}/${pair.file}`, text: pair.merged }]),
  ]);
}

/** An object as the files that are compared have it. */
function textOf({ flags }: Kubectl, object: AnyObject | null | undefined): string {
  if (object === undefined) return '';
  if (object === null) return formatYaml(null);
  return formatYaml(flags.bool('show-managed-fields') ? object : withoutManagedFields(object));
}

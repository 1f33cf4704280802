// kubectl cordon and uncordon.
// Upstream: k8s.io/kubectl pkg/cmd/drain/drain.go

import { quote } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, usageError } from '../../core/errors.ts';
import { resourceAndVersion } from '../../core/discovery.ts';
import { dryRunFlag, selectorFlag } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { at } from '../../core/object.ts';
import { dryRunOf, dryRunSuffix } from '../../printers/output.ts';
import { selectTargets } from '../../resources/builder.ts';
import { fetchTarget } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';

/** The nodes that names or a selector mean. */
export function* nodesOf(kubectl: Kubectl, args: readonly string[]): Process<readonly Info[]> {
  const selector = kubectl.flags.text('selector');
  if (args.length > 0 && selector !== '') throw usageError(kubectl.found.path, 'error: cannot specify both a node name and a --selector option');
  if (args.length === 0 && selector === '') throw usageError(kubectl.found.path, `USAGE: ${kubectl.found.command.name} NODE [flags]`);
  const words = args.map((arg) => (arg.includes('/') ? arg : `nodes/${arg}`));
  const targets = yield* selectTargets(kubectl, selector === '' ? { args: words, singleType: true } : { args: ['nodes'], selector });
  const infos: Info[] = [];
  // The first that is missing ends it: of the others nothing is told.
  for (const target of targets) infos.push(...(yield* fetchTarget(kubectl, target)));
  const other = infos.find(({ mapping }) => mapping.kind !== 'Node');
  if (other) throw new CommandError(`expected resource of type node, got ${quote(resourceAndVersion(other.mapping))}`);
  return infos;
}

/** Marks a node as (un)schedulable and says so. */
export function* cordonNode(kubectl: Kubectl, info: Info, isCordoned: boolean): Process {
  const word = isCordoned ? 'cordoned' : 'uncordoned';
  const isAlready = (at(info.object, 'spec', 'unschedulable') === true) === isCordoned;
  if (!isAlready && dryRunOf(kubectl) !== 'client') {
    const { mapping, name } = info;
    const options = dryRunOf(kubectl) === 'server' ? { dryRun: true } : {};
    yield* kubectl.api.ask('patch', { mapping, name, patchType: 'strategic', body: { spec: { unschedulable: isCordoned ? true : null } }, options });
  }
  yield* kubectl.out(`node/${info.name} ${isAlready ? 'already ' : ''}${word}${dryRunSuffix(kubectl)}\n`);
}

function command(name: string, short: string, isCordoned: boolean): Command {
  return {
    name, short, usage: 'NODE',
    flags: [dryRunFlag, selectorFlag],
    *run(kubectl, args) {
      for (const info of yield* nodesOf(kubectl, args)) yield* cordonNode(kubectl, info, isCordoned);
    },
  };
}

export const cordon = command('cordon', 'Mark node as unschedulable', true);
export const uncordon = command('uncordon', 'Mark node as schedulable', false);

// kubectl describe.
// Upstream: k8s.io/kubectl pkg/cmd/describe/describe.go

import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, ManyErrors } from '../../core/errors.ts';
import { allNamespacesFlag, bool, chunkSizeFlag, fileFlags, selectorFlag } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { describerOf } from '../../describers/describers.ts';
import { Page } from '../../describers/page.ts';
import { hasFiles, selectTargets, selectionFlags } from '../../resources/builder.ts';
import { fetchAll } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';

export const describeVerb: Command = {
  name: 'describe',
  short: 'Show details of a specific resource or group of resources',
  usage: '(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  flags: [
    ...fileFlags('Filename, directory, or URL to files containing the resource to describe'), allNamespacesFlag, chunkSizeFlag, selectorFlag,
    bool('show-events', 'If true, display events related to the described object. Defaults to true for a single object, false for multiple objects and prefix matching.', { value: 'true' }),
  ],
  run: runDescribe,
};

function* runDescribe(kubectl: Kubectl, args: readonly string[]): Process {
  const selection = { ...selectionFlags(kubectl, args), typeMeansAll: true, selectsAsWritten: true };
  if (args.length === 0 && !hasFiles(selection)) throw new CommandError('You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n');
  const targets = yield* selectTargets(kubectl, selection);
  const { infos, errors } = yield* fetchAll(kubectl, targets);
  const [first] = errors;
  if (first instanceof ApiError && first.reason === 'NotFound' && errors.length === 1 && args.length === 2) return yield* describeMatching(kubectl, args, first);
  yield* describeInfos(kubectl, infos, { showsEvents: infos.length === 1 && errors.length === 0 });
  if (infos.length === 0 && errors.length === 0) {
    yield* kubectl.err(kubectl.flags.bool('all-namespaces') ? 'No resources found\n' : `No resources found in ${kubectl.namespace} namespace.\n`);
  }
  // Even one is told as one of several.
  if (errors.length > 0) throw new ManyErrors(errors);
}

/** All objects whose name begins so; when there is none, the name was wrong. */
function* describeMatching(kubectl: Kubectl, [types = '', prefix = '']: readonly string[], notFound: Error): Process {
  const { infos } = yield* fetchAll(kubectl, yield* selectTargets(kubectl, { ...selectionFlags(kubectl, [types]), typeMeansAll: true, singleType: true }));
  const matching = infos.filter((info) => info.name.startsWith(prefix));
  if (matching.length === 0) throw notFound;
  yield* describeInfos(kubectl, matching, { showsEvents: false, isEachEnded: true });
}

/** How several objects are described. */
interface Manner {
  /** Whether events are shown where the command line does not say. */
  readonly showsEvents: boolean;
  /** Whether an empty line ends each, instead of two that part them. */
  readonly isEachEnded?: boolean;
}

function* describeInfos(kubectl: Kubectl, infos: readonly Info[], { showsEvents, isEachEnded = false }: Manner): Process {
  const withEvents = kubectl.flags.changed('show-events') ? kubectl.flags.bool('show-events') : showsEvents;
  for (const [index, info] of infos.entries()) {
    const page = new Page(kubectl.wallMs);
    yield* describerOf(info.mapping)({ kubectl, page, withEvents }, info.object);
    yield* kubectl.out(isEachEnded ? `${page.text}\n` : index === 0 ? page.text : `\n\n${page.text}`);
  }
}

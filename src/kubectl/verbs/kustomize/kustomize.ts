// kubectl kustomize.
// Upstream: sigs.k8s.io/kustomize kustomize/commands/build

import { joinPath } from '../../../machine/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { array, bool, strings, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { nameOf, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { formatYaml } from '../../core/yaml.ts';
import { buildDirectory } from '../../kustomize/build.ts';
import type { BuildOptions } from '../../kustomize/build.ts';

/** Whose files may be loaded, when nothing is said. */
const rootOnly = 'LoadRestrictionsRootOnly';

export const kustomize: Command = {
  name: 'kustomize', short: 'Build a kustomization target from a directory or URL', usage: 'DIR [flags]',
  flags: [
    bool('as-current-user', 'use the uid and gid of the command executor to run the function in the container'),
    bool('enable-alpha-plugins', 'enable kustomize plugins'),
    bool('enable-helm', 'Enable use of the Helm chart inflator generator.'),
    array('env', 'a list of environment variables to be used by functions', { short: 'e' }),
    strings('helm-api-versions', 'Kubernetes api versions used by Helm for Capabilities.APIVersions'),
    text('helm-command', 'helm command (path to executable)', { value: 'helm' }),
    bool('helm-debug', 'Enable debug output from the Helm chart inflator generator.'),
    text('helm-kube-version', 'Kubernetes version used by Helm for Capabilities.KubeVersion'),
    text('load-restrictor', "if set to 'LoadRestrictionsNone', local kustomizations may load files from outside their root. This does, however, break the relocatability of the kustomization.", { value: rootOnly }),
    array('mount', 'a list of storage options read from the filesystem'),
    bool('network', 'enable network access for functions that declare it'),
    text('network-name', 'the docker network to run the container in', { value: 'bridge' }),
    text('output', 'If specified, write output to this path.', { short: 'o' }),
    text('reorder', "Reorder the resources just before output. Use 'legacy' to apply a legacy reordering (Namespaces first, Webhooks last, etc). Use 'none' to suppress a final reordering.", { isHidden: true, value: 'legacy', deprecated: "use the new 'sortOptions' field in kustomization.yaml instead." }),
  ],
  run: runKustomize,
};

function* runKustomize(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags, files } = kubectl;
  if (args.length > 1) throw new CommandError('specify one path to kustomization.yaml');
  const given = args[0] ?? '.';
  const { objects, warnings } = buildDirectory(files, kubectl.path(given), given, buildOptions(kubectl));
  yield* kubectl.err(warnings.map((line) => `${line}\n`).join(''));
  const output = flags.text('output');
  if (output === '') return yield* kubectl.out(objects.map(formatYaml).join('---\n'));
  const at = kubectl.path(output);
  if (files.exists(at) && files.stat(at).type === 'directory') {
    for (const object of objects) files.write(joinPath(at, fileNameOf(object)), formatYaml(object));
    return;
  }
  if (!files.exists(joinPath(at, '..'))) throw new CommandError(`open ${output}: no such file or directory`);
  files.write(at, objects.map(formatYaml).join('---\n'));
}

function buildOptions({ flags }: Kubectl): BuildOptions {
  const restrictor = flags.text('load-restrictor');
  if (restrictor !== rootOnly && restrictor !== 'LoadRestrictionsNone') throw new CommandError(`illegal flag value --load-restrictor ${restrictor}; legal values: [${rootOnly} LoadRestrictionsNone]`);
  return { mayLeaveRoot: restrictor === 'LoadRestrictionsNone', helm: flags.bool('enable-helm') ? flags.text('helm-command') : undefined };
}

/** `apps_v1_deployment_web.yaml` */
function fileNameOf(object: AnyObject): string {
  return `${`${textAt(object, 'apiVersion').replace('/', '_')}_${textAt(object, 'kind')}_${nameOf(object)}`.toLowerCase()}.yaml`;
}

// kubectl version.
// Upstream: k8s.io/kubectl pkg/cmd/version

import { isObject } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, operating } from '../../core/errors.ts';
import { bool, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { textAt } from '../../core/object.ts';
import { formatYaml } from '../../core/yaml.ts';

/** What this kubectl says of itself. */
export const clientVersion = {
  major: '1', minor: '36', gitVersion: 'v1.36.3', gitCommit: '0f29094e5b73085e3802ecc1298ecae13866bfe6', gitTreeState: 'clean',
  buildDate: '2026-07-22T18:10:35Z', goVersion: 'go1.26.5', compiler: 'gc', platform: 'linux/amd64',
};
const kustomizeVersion = 'v5.8.1';

export const version: Command = {
  name: 'version', short: 'Print the client and server version information', usage: '[flags]',
  flags: [bool('client', 'If true, shows client version only (no server required).'), text('output', "One of 'yaml' or 'json'.", { short: 'o' })],
  run: runVersion,
};

function* runVersion(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  if (args.length > 0) throw new CommandError(`extra arguments: [${args.join(' ')}]`);
  const output = flags.text('output');
  if (!['', 'json', 'yaml'].includes(output)) throw new CommandError("--output must be 'yaml' or 'json'");
  let serverVersion: unknown;
  let failure: Error | undefined;
  if (!flags.bool('client')) {
    kubectl.connect();
    try {
      serverVersion = yield* kubectl.api.path('get', '/version');
    } catch (error) {
      failure = operating(error);
    }
  }
  const all = { clientVersion, kustomizeVersion, ...(isObject(serverVersion) ? { serverVersion } : undefined) };
  if (output === 'json') yield* kubectl.out(`${JSON.stringify(all, undefined, 2)}\n`);
  else if (output === 'yaml') yield* kubectl.out(`${formatYaml(all)}\n`);
  else {
    const server = isObject(serverVersion) ? `Server Version: ${textAt(serverVersion, 'gitVersion')}\n` : '';
    yield* kubectl.out(`Client Version: ${clientVersion.gitVersion}\nKustomize Version: ${kustomizeVersion}\n${server}`);
  }
  if (failure) throw failure;
}

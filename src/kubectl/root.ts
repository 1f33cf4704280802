// The root of the commands and the help that kubectl prints when it is called alone.

import type { Command } from './core/command.ts';
import { commandList } from './core/help.ts';
import { annotate } from './verbs/annotate/annotate.ts';
import { apiResources, apiVersions } from './verbs/api/api-resources.ts';
import { apply } from './verbs/apply/apply.ts';
import { attach } from './verbs/attach/attach.ts';
import { auth } from './verbs/auth/auth.ts';
import { autoscale } from './verbs/autoscale/autoscale.ts';
import { certificate } from './verbs/certificate/certificate.ts';
import { clusterInfo } from './verbs/cluster/cluster-info.ts';
import { version } from './verbs/cluster/version.ts';
import { completion } from './verbs/completion/completion.ts';
import { config } from './verbs/config/config.ts';
import { cp } from './verbs/cp/cp.ts';
import { create } from './verbs/create/create.ts';
import { debug } from './verbs/debug/debug.ts';
import { deleteVerb } from './verbs/delete/delete.ts';
import { describeVerb } from './verbs/describe/describe.ts';
import { diff } from './verbs/diff/diff.ts';
import { edit } from './verbs/edit/edit.ts';
import { events } from './verbs/events/events.ts';
import { exec } from './verbs/exec/exec.ts';
import { explain } from './verbs/explain/explain.ts';
import { expose } from './verbs/expose/expose.ts';
import { get } from './verbs/get/get.ts';
import { helpCommand } from './verbs/help/help.ts';
import { kuberc } from './verbs/kuberc/kuberc.ts';
import { kustomize } from './verbs/kustomize/kustomize.ts';
import { label } from './verbs/label/label.ts';
import { logs } from './verbs/logs/logs.ts';
import { cordon, uncordon } from './verbs/node/cordon.ts';
import { drain } from './verbs/node/drain.ts';
import { taint } from './verbs/node/taint.ts';
import { options } from './verbs/options/options.ts';
import { patch } from './verbs/patch/patch.ts';
import { plugin } from './verbs/plugin/plugin.ts';
import { portForward } from './verbs/port-forward/port-forward.ts';
import { proxy } from './verbs/proxy/proxy.ts';
import { replace } from './verbs/replace/replace.ts';
import { rollout } from './verbs/rollout/rollout.ts';
import { run } from './verbs/run/run.ts';
import { scale } from './verbs/scale/scale.ts';
import { set } from './verbs/set/set.ts';
import { top } from './verbs/top/top.ts';
import { wait } from './verbs/wait/wait.ts';

interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

const groups: readonly CommandGroup[] = [
  { title: 'Basic Commands (Beginner):', commands: [create, expose, run, set] },
  { title: 'Basic Commands (Intermediate):', commands: [explain, get, edit, deleteVerb] },
  { title: 'Deploy Commands:', commands: [rollout, scale, autoscale] },
  { title: 'Cluster Management Commands:', commands: [certificate, clusterInfo, top, cordon, uncordon, drain, taint] },
  { title: 'Troubleshooting and Debugging Commands:', commands: [describeVerb, logs, attach, exec, portForward, proxy, cp, auth, debug, events] },
  { title: 'Advanced Commands:', commands: [diff, apply, patch, replace, wait, kustomize] },
  { title: 'Settings Commands:', commands: [label, annotate, completion] },
  { title: 'Subcommands provided by plugins:', commands: [] },
  { title: 'Other Commands:', commands: [apiResources, apiVersions, config, kuberc, plugin, version] },
];

const noAlpha = 'No alpha commands are available in this version of kubectl\n';

const alpha: Command = {
  name: 'alpha', short: 'Commands for features in alpha', usage: '', help: noAlpha, isHidden: true,
  *run(kubectl) {
    yield* kubectl.out(noAlpha);
  },
};

/** All of kubectl's commands. */
export const root: Command = {
  name: 'kubectl',
  short: 'kubectl controls the Kubernetes cluster manager',
  usage: '[flags]',
  commands: [...groups.flatMap((group) => group.commands), options, alpha, helpCommand(() => root, { help: rootHelp, commands: commandsHelp })],
};

const introduction = `kubectl controls the Kubernetes cluster manager.

 Find more information at: https://kubernetes.io/docs/reference/kubectl/`;

/** The commands by group, and how kubectl is used. */
export function commandsHelp(): string {
  const all = groups.flatMap(({ commands }) => commands);
  const sections = groups.map(({ title, commands }) => (commands.length > 0 ? `${title}\n${commandList(commands, all)}` : title)).join('\n\n');
  return `${sections}

Usage:
  kubectl [flags] [options]

Use "kubectl <command> --help" for more information about a given command.
Use "kubectl options" for a list of global command-line options (applies to all commands).
`;
}

/** What kubectl prints when it is called alone. */
export function rootHelp(): string {
  return `${introduction}\n\n${commandsHelp()}`;
}

// kubectl config view: the kubeconfig as it is, as it is used, or as one file that needs no other.
// Upstream: k8s.io/kubectl pkg/cmd/config/view.go, k8s.io/client-go tools/clientcmd/api/helpers.go

import { base64EncodeText, goJson } from '../../../base/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, usageError } from '../../core/errors.ts';
import { bool, printFlags } from '../../core/flag.ts';
import { kubeconfigObject } from '../../core/kubeconfig.ts';
import type { Kubeconfig } from '../../core/kubeconfig.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { textAt, withField } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { formatKyaml } from '../../printers/kyaml.ts';
import { formatPrinter, splitOutput, unknownFormat } from '../../printers/output.ts';
import { load } from './kubeconfig-file.ts';
import type { Entries } from './kubeconfig-file.ts';

const secretKeys = new Set(['token', 'password']);
const dataKeys: Readonly<Record<string, string>> = { 'certificate-authority-data': 'DATA+OMITTED', 'client-certificate-data': 'DATA+OMITTED', 'client-key-data': 'DATA+OMITTED' };

function redacted(entries: Entries): Entries {
  const hide = (key: string, value: unknown): unknown => (secretKeys.has(key) ? 'REDACTED' : (dataKeys[key] ?? value));
  return new Map([...entries].map(([name, value]) => [name, Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hide(key, each)]))]));
}

/** Only what the current context uses. */
function minified(config: Kubeconfig): Kubeconfig {
  const { currentContext } = config;
  if (currentContext === '') throw new CommandError('current-context must exist in order to minify');
  const only = (entries: Entries, what: string, name: string): Entries => {
    if (name === '') return new Map();
    const entry = entries.get(name);
    if (!entry) throw new CommandError(`cannot locate ${what} ${name}`);
    return new Map([[name, entry]]);
  };
  const contexts = only(config.contexts, 'context', currentContext);
  const context = contexts.get(currentContext);
  return { ...config, contexts, clusters: only(config.clusters, 'cluster', textAt(context, 'cluster')), users: only(config.users, 'user', textAt(context, 'user')) };
}

/** With what is in the files that it names in place of their paths. */
function flattened(kubectl: Kubectl, config: Kubeconfig): Kubeconfig {
  const { files } = kubectl;
  const embedded = (entry: AnyObject, field: string): AnyObject => {
    const path = textAt(entry, field);
    if (path === '') return entry;
    const at = kubectl.path(path);
    if (!files.exists(at)) throw new CommandError(`open ${at}: no such file or directory`);
    return withField({ ...entry, [`${field}-data`]: base64EncodeText(files.read(at)) }, [field], undefined);
  };
  const each = (entries: Entries, fields: readonly string[]): Entries => new Map([...entries].map(([name, entry]) => [name, fields.reduce(embedded, entry)]));
  return { ...config, users: each(config.users, ['client-certificate', 'client-key']), clusters: each(config.clusters, ['certificate-authority']) };
}

/** As the flags ask for it. */
function shown(kubectl: Kubectl): Kubeconfig {
  const { flags } = kubectl;
  let config = load(kubectl);
  if (flags.bool('minify')) config = minified(flags.text('context') === '' ? config : { ...config, currentContext: flags.text('context') });
  if (flags.bool('flatten')) return flattened(kubectl, config);
  return flags.bool('raw') ? config : { ...config, clusters: redacted(config.clusters), users: redacted(config.users) };
}

export const view: Command = {
  name: 'view', short: 'Display merged kubeconfig settings or a specified kubeconfig file', usage: '[flags]',
  flags: [
    ...printFlags.map((flag) => (flag.name === 'output' ? { ...flag, value: 'yaml' } : flag)),
    bool('flatten', 'Flatten the resulting kubeconfig file into self-contained output (useful for creating portable kubeconfig files)'),
    bool('merge', 'Merge the full hierarchy of kubeconfig files', { value: 'true' }),
    bool('minify', 'Remove all information not used by current-context from the output'),
    bool('raw', 'Display raw byte data and sensitive data'),
  ],
  *run(kubectl, args) {
    const { flags } = kubectl;
    if (args.length > 0) throw usageError(kubectl.found.path, `unexpected arguments: [${args.join(' ')}]`);
    const { format, template } = splitOutput(kubectl);
    const printer = formatPrinter(kubectl, format, template);
    if (!printer) throw unknownFormat(kubectl.flags.text('output'));
    if (!flags.bool('merge') && flags.text('kubeconfig') === '') throw new CommandError('if merge==false a precise file must be specified');
    const object = kubeconfigObject(shown(kubectl));
    // These two know the types, and so the order of their fields.
    if (format === 'json') yield* kubectl.out(`${goJson(object, { indent: 4, keepsOrder: true })}\n`);
    else if (format === 'kyaml') yield* kubectl.out(formatKyaml(object, { keepsOrder: true }));
    else yield* kubectl.out(printer(object));
  },
};

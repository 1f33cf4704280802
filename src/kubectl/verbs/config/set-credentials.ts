// kubectl config set-credentials.
// Upstream: k8s.io/kubectl pkg/cmd/config/set_credentials.go

import { isObject } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { bool, strings, text } from '../../core/flag.ts';
import { helpText } from '../../core/help.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { userFields, tidy } from '../../core/kubeconfig-fields.ts';
import { listAt, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { fileFields, given, keptPath, load, save, shapedArguments, withEntry } from './kubeconfig-file.ts';

export const setCredentials: Command = {
  name: 'set-credentials', short: 'Set a user entry in kubeconfig',
  usage: 'NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] [--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value]',
  flags: [
    text('auth-provider', 'Auth provider for the user entry in kubeconfig'), strings('auth-provider-arg', "'key=value' arguments for the auth provider"),
    text('client-certificate', 'Path to client-certificate file for the user entry in kubeconfig'), text('client-key', 'Path to client-key file for the user entry in kubeconfig'),
    bool('embed-certs', 'Embed client cert/key for the user entry in kubeconfig'),
    text('exec-api-version', 'API version of the exec credential plugin for the user entry in kubeconfig'), strings('exec-arg', 'New arguments for the exec credential plugin command for the user entry in kubeconfig'),
    text('exec-command', 'Command for the exec credential plugin for the user entry in kubeconfig'), strings('exec-env', "'key=value' environment values for the exec credential plugin"),
    text('exec-interactive-mode', 'InteractiveMode of the exec credentials plugin for the user entry in kubeconfig'), bool('exec-provide-cluster-info', 'ProvideClusterInfo of the exec credentials plugin for the user entry in kubeconfig'),
    text('password', 'password for the user entry in kubeconfig'), text('token', 'token for the user entry in kubeconfig'), text('username', 'username for the user entry in kubeconfig'),
  ],
  *run(kubectl, args) {
    const [name = ''] = yield* shapedArguments(kubectl, args, 1, 'unexpected args');
    const { flags } = kubectl;
    const providerArguments = yield* pairChanges(kubectl, 'auth-provider-arg');
    const variables = yield* pairChanges(kubectl, 'exec-env');
    if (flags.text('token') !== '' && (flags.text('username') !== '' || flags.text('password') !== '')) {
      throw new CommandError('you cannot specify more than one authentication method at the same time: --token, --username/--password');
    }
    if (flags.bool('embed-certs') && flags.text('client-certificate') === '' && flags.text('client-key') === '') {
      throw new CommandError('you must specify a --client-certificate or --client-key to embed');
    }
    const mode = flags.text('exec-interactive-mode');
    if (!['', 'Always', 'IfAvailable', 'Never'].includes(mode)) throw new CommandError('invalid interactive mode type, can be only IfAvailable, Never, Always');
    const config = load(kubectl);
    const known = config.users.get(name) ?? {};
    const entry = tidy({
      ...known, ...shown(kubectl), ...fileFields(kubectl, 'client-certificate'), ...fileFields(kubectl, 'client-key'),
      'auth-provider': authProvider(kubectl, known['auth-provider'], providerArguments), exec: plugin(kubectl, known['exec'], variables),
    }, userFields);
    save(kubectl, { ...config, users: withEntry(config.users, name, entry) });
    yield* kubectl.out(`User ${JSON.stringify(name)} set.\n`);
  },
};

/** Token or name and password; the one puts the other away. */
function shown(kubectl: Kubectl): AnyObject {
  const { flags } = kubectl;
  const other = flags.text('token') !== '' ? { username: undefined, password: undefined } : flags.text('username') !== '' ? { token: undefined } : {};
  return { ...other, ...given(kubectl, ['token', 'username', 'password']) };
}

/** What `key=value` sets and `key-` takes away. */
interface Changes {
  readonly set: ReadonlyMap<string, string>;
  readonly removed: ReadonlySet<string>;
}

function* pairChanges(kubectl: Kubectl, flag: string): Process<Changes> {
  const set = new Map<string, string>();
  const removed = new Set<string>();
  for (const word of kubectl.flags.list(flag)) {
    const equals = word.indexOf('=');
    if (equals > 0) set.set(word.slice(0, equals), word.slice(equals + 1));
    else if (equals < 0 && word.endsWith('-')) removed.add(word.slice(0, -1));
    else {
      yield* kubectl.out(helpText(kubectl.found));
      throw new CommandError(`invalid ${flag} format: ${word}`);
    }
  }
  return { set, removed };
}

/** A provider's arguments are only changed where there is a provider. */
function authProvider({ flags }: Kubectl, known: unknown, { set, removed }: Changes): AnyObject | undefined {
  const isOther = flags.changed('auth-provider') && flags.text('auth-provider') !== textAt(known, 'name');
  const old = isObject(known) && !isOther ? known : undefined;
  if (!old && !isOther) return known as undefined;
  const kept = Object.entries((old?.['config'] ?? {}) as AnyObject).filter(([key]) => !removed.has(key));
  return { ...old, ...(flags.changed('auth-provider') ? { name: flags.text('auth-provider') } : {}), config: Object.fromEntries([...kept, ...set]) };
}

/** The same of a program that gives credentials. */
function plugin(kubectl: Kubectl, known: unknown, variables: Changes): AnyObject | undefined {
  const { flags } = kubectl;
  const old = isObject(known) ? known : undefined;
  if (!old && !flags.changed('exec-command')) return undefined;
  const command = flags.text('exec-command');
  const env = (listAt(old ?? {}, 'env') as readonly AnyObject[]).filter((each) => !variables.removed.has(String(each['name'])));
  const own = env.map((each) => ({ ...each, value: variables.set.get(String(each['name'])) ?? each['value'] }));
  const added = [...variables.set].filter(([name]) => !env.some((each) => each['name'] === name)).map(([name, value]) => ({ name, value }));
  const merged = {
    args: null, provideClusterInfo: false, ...old,
    ...(flags.changed('exec-command') ? { command: command.includes('/') ? keptPath(kubectl, command) : command } : {}),
    ...(flags.changed('exec-api-version') ? { apiVersion: flags.text('exec-api-version') } : {}),
    ...(flags.changed('exec-arg') ? { args: flags.list('exec-arg') } : {}),
    ...(flags.changed('exec-interactive-mode') ? { interactiveMode: flags.text('exec-interactive-mode') } : {}),
    ...(flags.changed('exec-provide-cluster-info') ? { provideClusterInfo: flags.bool('exec-provide-cluster-info') } : {}),
  };
  return { ...merged, env: own.length + added.length === 0 ? null : [...own, ...added] };
}

// The kubeconfig as the commands of `kubectl config` read and change it.
// Upstream: k8s.io/client-go tools/clientcmd/config.go ModifyConfig

import { base64EncodeText, compareText, deepEqual } from '../../../base/index.ts';
import { joinPath } from '../../../machine/index.ts';
import { CommandError } from '../../core/errors.ts';
import { helpText } from '../../core/help.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { emptyKubeconfig, loadKubeconfig, saveKubeconfig } from '../../core/kubeconfig.ts';
import type { Kubeconfig } from '../../core/kubeconfig.ts';
import type { AnyObject } from '../../core/object.ts';
import type { Process } from '../../../kernel/index.ts';

/** The configuration of the files that exist; none is an empty one. */
export function load(kubectl: Kubectl): Kubeconfig {
  return loadKubeconfig(kubectl.files, kubectl.context.cwd, kubectl.configPaths, false);
}

/** The file that takes what is new: the first that there is, else the last. Upstream: PathOptions.GetDefaultFilename */
export function fileOf({ configPaths, files, context: { cwd } }: Kubectl): string {
  return configPaths.find((path) => files.exists(joinPath(cwd, path))) ?? configPaths.at(-1) ?? '';
}

const parts = ['clusters', 'contexts', 'users'] as const;

/** Writes what has changed, each entry to the file that it was read from, to none what has not. */
export function save(kubectl: Kubectl, config: Kubeconfig): void {
  const { files, context: { cwd }, configPaths } = kubectl;
  const before = load(kubectl);
  const own = new Map(configPaths.map((path) => [path, loadKubeconfig(files, cwd, [path], false)]));
  const changed = new Map<string, Kubeconfig>();
  const change = (path: string, edit: (file: Kubeconfig) => Kubeconfig): void => {
    changed.set(path, edit(changed.get(path) ?? own.get(path) ?? emptyKubeconfig));
  };
  const placeOf = (isThere: (file: Kubeconfig) => boolean): string => configPaths.find((path) => isThere(own.get(path) ?? emptyKubeconfig)) ?? fileOf(kubectl);
  for (const part of parts) {
    for (const name of new Set([...before[part].keys(), ...config[part].keys()])) {
      const value = config[part].get(name);
      if (deepEqual(value, before[part].get(name))) continue;
      change(placeOf((file) => file[part].has(name)), (file) => ({ ...file, [part]: value ? withEntry(file[part], name, value) : withoutEntry(file[part], name) }));
    }
  }
  const { currentContext, preferences } = config;
  if (currentContext !== before.currentContext) {
    const path = currentContext === '' ? placeOf((file) => file.currentContext !== '') : fileOf(kubectl);
    change(path, (file) => ({ ...file, currentContext }));
  }
  if (!deepEqual(preferences, before.preferences)) change(placeOf((file) => Object.keys(file.preferences).length > 0), (file) => ({ ...file, preferences }));
  for (const [path, file] of changed) saveKubeconfig(files, cwd, path, file);
}

/** Clusters, contexts or users by name. */
export type Entries = ReadonlyMap<string, AnyObject>;

/** The entries with one more, or another of that name. */
export const withEntry = (entries: Entries, name: string, value: AnyObject): Entries => new Map([...entries, [name, value]]);
export const withoutEntry = (entries: Entries, name: string): Entries => new Map([...entries].filter(([key]) => key !== name));
/** In the order of the alphabet. */
export const names = (entries: Entries): readonly string[] => [...entries.keys()].sort(compareText);

/** As many words as a command takes; else its help is shown, and what is wrong. @param what begins the error */
export function* shapedArguments(kubectl: Kubectl, args: readonly string[], count: number, what = 'Unexpected args'): Process<readonly string[]> {
  if (args.length === count) return args;
  yield* kubectl.out(helpText(kubectl.found));
  throw new CommandError(`${what}: [${args.join(' ')}]`);
}

/** The flags among these that were given, as fields of the same names. */
export function given({ flags }: Kubectl, names: readonly string[]): AnyObject {
  return Object.fromEntries(names.filter((name) => flags.changed(name)).map((name) => [name, flags.text(name)]));
}

/** A path as the kubeconfig keeps it: from its own folder where it lies in that, whole elsewhere. Upstream: RelativizePathWithNoBacksteps */
export function keptPath(kubectl: Kubectl, path: string): string {
  const folder = kubectl.path(joinPath(kubectl.path(fileOf(kubectl)), '..'));
  const whole = kubectl.path(path);
  if (whole === folder) return '.';
  return whole.startsWith(`${folder}/`) ? whole.slice(folder.length + 1) : whole;
}

/**
 * A file that a flag names as it is to be kept, by its path or with what is in it; one way puts the other away.
 * @param flag its name is that of the field too
 */
export function fileFields(kubectl: Kubectl, flag: string): AnyObject {
  const path = kubectl.flags.text(flag);
  if (!kubectl.flags.changed(flag)) return {};
  if (!kubectl.flags.bool('embed-certs')) return { [flag]: keptPath(kubectl, path), [`${flag}-data`]: undefined };
  const at = kubectl.path(path);
  if (!kubectl.files.exists(at)) throw new CommandError(`could not stat ${flag} file ${path}: stat ${path}: no such file or directory`);
  return { [flag]: undefined, [`${flag}-data`]: base64EncodeText(kubectl.files.read(at)) };
}

// The file of a person's preferences (kuberc): defaults of flags, and commands by other names.
// Upstream: k8s.io/kubectl pkg/kuberc, pkg/config/v1beta1

import { isObject } from '../../base/index.ts';
import { joinPath } from '../../machine/index.ts';
import type { FileSystem, ProgramContext } from '../../machine/index.ts';
import { listAt, textAt } from './object.ts';
import type { AnyObject } from './object.ts';
import { YamlError, parseYaml } from './yaml.ts';

/** What a flag is where the command line does not say. */
export interface OptionDefault {
  readonly name: string;
  readonly default: string;
}

/** The defaults of one command. */
export interface CommandDefaults {
  readonly command: string;
  readonly options: readonly OptionDefault[];
}

/** Another name for a command, with words before and behind those that are typed. */
export interface Alias {
  readonly name: string;
  readonly command: string;
  readonly prependArgs: readonly string[];
  readonly appendArgs: readonly string[];
  readonly options: readonly OptionDefault[];
}

/** What a kuberc says. */
export interface Preferences {
  readonly defaults: readonly CommandDefaults[];
  readonly aliases: readonly Alias[];
  readonly credentialPluginPolicy: string;
  readonly credentialPluginAllowlist: readonly Readonly<Record<string, string>>[];
}

/** What a kuberc that is not there says. */
export const noPreferences: Preferences = { defaults: [], aliases: [], credentialPluginPolicy: '', credentialPluginAllowlist: [] };

/** The version in which kubectl writes a kuberc. */
export const preferencesVersion = 'kubectl.config.k8s.io/v1beta1';

/** What keeps a command from being run at all. */
export class PreferencesError extends Error {
  override readonly name = 'PreferencesError';
  constructor(why: string) {
    super(`error occurred while applying preferences ${why}`);
  }
}

const problem = (why: string): PreferencesError => new PreferencesError(`kuberc error kuberc: ${why}`);

/** Where the preferences are, and whether somebody said so; undefined where they are turned off. @param flag of `--kuberc` */
export function preferencesPath({ env, cwd }: Pick<ProgramContext, 'cwd' | 'env'>, flag: string): { readonly path: string; readonly shown: string; readonly isNamed: boolean } | undefined {
  const named = flag || (env.get('KUBERC') ?? '');
  if (env.get('KUBECTL_KUBERC') === 'false' || (flag === '' && named === 'off')) return undefined;
  const shown = named || `${env.get('HOME') ?? '/root'}/.kube/kuberc`;
  return { path: joinPath(cwd, shown), shown, isNamed: named !== '' };
}

/** The preferences of a file, and which of its fields mean nothing. Throws PreferencesError. */
export function readPreferences(files: FileSystem, place: NonNullable<ReturnType<typeof preferencesPath>>): { readonly preferences: Preferences; readonly unknown: readonly string[] } {
  const { path, shown, isNamed } = place;
  if (!files.exists(path)) {
    if (isNamed) throw problem(`open ${shown}: no such file or directory`);
    return { preferences: noPreferences, unknown: [] };
  }
  const text = files.read(path);
  const document = text.trim() === '' ? {} : parsed(text);
  if (!isObject(document) || document['kind'] !== 'Preference' || !versions.has(String(document['apiVersion']))) throw problem(`no valid preferences found in ${shown}, use --v=5 to see details`);
  return decoded(document);
}

const versions: ReadonlySet<string> = new Set([preferencesVersion, 'kubectl.config.k8s.io/v1alpha1']);

function parsed(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return undefined;
  }
}

function decoded(document: AnyObject): { readonly preferences: Preferences; readonly unknown: readonly string[] } {
  const options = document['apiVersion'] === preferencesVersion ? 'options' : 'flags';
  const unknown = strangers(document, ['apiVersion', 'kind', 'defaults', 'aliases', 'credentialPluginPolicy', 'credentialPluginAllowlist'], '');
  const defaults = objectsAt(document, 'defaults').map((each, at) => {
    unknown.push(...strangers(each, ['command', options], `defaults[${at}].`));
    return { command: textAt(each, 'command'), options: optionsAt(each, options) };
  });
  const aliases = objectsAt(document, 'aliases').map((each, at) => {
    unknown.push(...strangers(each, ['name', 'command', 'prependArgs', 'appendArgs', options], `aliases[${at}].`));
    return { name: textAt(each, 'name'), command: textAt(each, 'command'), prependArgs: textsAt(each, 'prependArgs'), appendArgs: textsAt(each, 'appendArgs'), options: optionsAt(each, options) };
  });
  const allowed = objectsAt(document, 'credentialPluginAllowlist').map((entry) => Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, String(value)])));
  return { preferences: { defaults, aliases, credentialPluginPolicy: textAt(document, 'credentialPluginPolicy'), credentialPluginAllowlist: allowed }, unknown };
}

const strangers = (fields: AnyObject, known: readonly string[], path: string): string[] => Object.keys(fields).filter((key) => !known.includes(key)).map((key) => `${path}${key}`);

const objectsAt = (fields: AnyObject, key: string): readonly AnyObject[] => listAt(fields, key).filter((each) => isObject(each));

const textsAt = (fields: AnyObject, key: string): readonly string[] => listAt(fields, key).map(String);

const optionsAt = (fields: AnyObject, key: string): readonly OptionDefault[] => objectsAt(fields, key).map((each) => ({ name: textAt(each, 'name'), default: textAt(each, 'default') }));

/** The preferences as an object in the order of the type; as a file has them where `isFile`. */
export function preferencesObject(preferences: Preferences, isFile = false): Readonly<Record<string, unknown>> {
  const { defaults, aliases, credentialPluginPolicy, credentialPluginAllowlist } = preferences;
  const orNull = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 && isFile ? null : list);
  return {
    kind: 'Preference', apiVersion: preferencesVersion,
    defaults: orNull(defaults.map(({ command, options }) => ({ command, options: options.length === 0 ? null : options }))),
    aliases: orNull(aliases.map(({ name, command, prependArgs, appendArgs, options }) => ({
      name, command, ...(prependArgs.length > 0 ? { prependArgs } : undefined), ...(appendArgs.length > 0 ? { appendArgs } : undefined), ...(options.length > 0 ? { options } : undefined),
    }))),
    ...(credentialPluginPolicy === '' ? undefined : { credentialPluginPolicy }),
    ...(credentialPluginAllowlist.length === 0 ? undefined : { credentialPluginAllowlist }),
  };
}

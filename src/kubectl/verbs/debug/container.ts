// The container of `kubectl debug` as the flags describe it, and its customisation by a file.
// Upstream: k8s.io/kubectl pkg/cmd/debug/debug.go

import { compareText, isObject, safeLetters } from '../../../base/index.ts';
import { applyStrategicPatch } from '../../../kinds/index.ts';
import type { Pod } from '../../../kinds/index.ts';
import { randomOf } from '../../../machine/index.ts';
import { CommandError } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import type { AnyObject } from '../../core/object.ts';
import { YamlError, parseYaml } from '../../core/yaml.ts';

/** A name that no container of the Pod has. */
export function freshName(kubectl: Kubectl, pod: Pod): string {
  const taken = [...pod.spec.containers, ...(pod.spec.initContainers ?? []), ...(pod.spec.ephemeralContainers ?? [])].map((container) => container.name);
  for (;;) {
    const name = `debugger-${randomOf(kubectl.context).text(5, safeLetters)}`;
    if (!taken.includes(name)) return name;
  }
}

/** What the flags say of the container; a container that there is already keeps the rest. @param words what follows `--` */
export function containerOf({ flags }: Kubectl, name: string, words: readonly string[], known: AnyObject = {}): AnyObject {
  const given = (flag: string, field: string): AnyObject => (flags.text(flag) === '' ? {} : { [field]: flags.text(flag) });
  const env = [...flags.pairs('env')].map(([variable, value]) => ({ name: variable, value })).sort((a, b) => compareText(a.name, b.name));
  return {
    terminationMessagePolicy: 'File', ...(words.length > 0 && !flags.bool('arguments-only') ? withoutArgs(known) : known), name, ...given('image', 'image'), ...given('image-pull-policy', 'imagePullPolicy'),
    ...(words.length > 0 ? { [flags.bool('arguments-only') ? 'args' : 'command']: words } : {}), ...(env.length > 0 ? { env } : {}),
    ...(flags.bool('stdin') ? { stdin: true } : {}), ...(flags.bool('tty') ? { tty: true } : {}),
  };
}

/** A command of its own takes nothing of the old arguments. */
function withoutArgs({ args: _args, ...rest }: AnyObject): AnyObject {
  return rest;
}

const fixedFields = ['name', 'command', 'image', 'lifecycle', 'volumeDevices'];

/** The part of a container that the file of `--custom` holds; empty without one. */
export function customisation(kubectl: Kubectl): AnyObject {
  const path = kubectl.flags.text('custom');
  if (path === '') return {};
  if (!kubectl.files.exists(kubectl.path(path))) throw new CommandError(`must pass a container spec json file for custom profile: open ${path}: no such file or directory`);
  const fields = readContainer(path, kubectl.files.read(kubectl.path(path)));
  const isFixed = fixedFields.some((field) => fields[field] !== undefined && fields[field] !== null && fields[field] !== '');
  if (isFixed) throw new CommandError('name, command, image, lifecycle and volume devices are not modifiable via custom profile');
  return fields;
}

function readContainer(path: string, text: string): AnyObject {
  try {
    const value = parseYaml(text);
    if (isObject(value)) return value;
    throw new CommandError(`${path} does not contain a valid container spec: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${typeof value} into Go value of type v1.Container`);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new CommandError(`${path} does not contain a valid container spec: ${error.message}`);
  }
}

/** The container with what a file says of it. */
export function customised(container: AnyObject, custom: AnyObject): AnyObject {
  return Object.keys(custom).length === 0 ? container : applyStrategicPatch('io.k8s.api.core.v1.Container', container, custom);
}

// The object that stands for a set of applied objects: what it says of the set, and how that is written.
// Upstream: k8s.io/kubectl pkg/cmd/apply/applyset.go FetchParent, updateParent

import { base64UrlEncode, quote, sha256, utf8Bytes } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import { apiVersionText } from '../../core/discovery.ts';
import type { Discovery, Mapping } from '../../core/discovery.ts';
import { CommandError, operating } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { mapAt } from '../../core/object.ts';
import { clientVersion } from '../cluster/version.ts';

/** Which object stands for the set. */
export interface Parent {
  readonly mapping: Mapping;
  /** Undefined where the kind belongs to the whole cluster. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Where members of a set may be. */
export interface Extent {
  /** By `Kind.group`, as the parent names it. */
  readonly kinds: ReadonlyMap<string, Mapping>;
  /** Other namespaces than the parent's. */
  readonly namespaces: ReadonlySet<string>;
}

/** `ConfigMap`, `Deployment.apps`. */
export const groupKind = ({ kind, group }: Pick<Mapping, 'group' | 'kind'>): string => (group === '' ? kind : `${kind}.${group}`);

/** What the set is called on its members. */
export function setId({ mapping: { kind, group }, name, namespace = '' }: Parent): string {
  return `applyset-${base64UrlEncode(sha256(utf8Bytes([name, namespace, kind, group].join('.'))))}-v1`;
}

/** Who writes the parent. */
export const tooling = `kubectl/${clientVersion.gitVersion}`;

const prefix = 'applyset.kubernetes.io';

/** The label and the annotations of a parent. */
export const parentLabels = {
  id: `${prefix}/id`, tooling: `${prefix}/tooling`, kinds: `${prefix}/contains-group-kinds`, namespaces: `${prefix}/additional-namespaces`,
} as const;
/** How the kinds were told before. */
const resourcesAnnotation = `${prefix}/contains-group-resources`;

/** Who applies parents. */
const fieldManager = 'kubectl-applyset';

const textOf = ({ mapping, name }: Parent): string => `${mapping.resource}.${mapping.group}/${name}`;
const isBuiltIn = ({ group }: Mapping): boolean => group === '';

/** Where members may be by what the parent says; nowhere when there is none yet. Throws what is wrong with it. */
export function* fetchParent(kubectl: Kubectl, parent: Parent): Process<Extent> {
  const { mapping, namespace, name } = parent;
  const text = quote(textOf(parent));
  let object: unknown;
  try {
    object = yield* kubectl.api.ask('get', { mapping, namespace, name });
  } catch (error) {
    const failure = operating(error);
    if (!(failure instanceof ApiError) || failure.reason !== 'NotFound') throw new CommandError(`failed to fetch ApplySet parent object ${text}: ${failure.message}`);
    if (!isBuiltIn(mapping)) throw new CommandError('custom resource ApplySet parents cannot be created automatically');
    return { kinds: new Map(), namespaces: new Set() };
  }
  const annotations = mapAt(object, 'metadata', 'annotations');
  checkOwner(annotations[parentLabels.tooling], text);
  checkId(mapAt(object, 'metadata', 'labels')[parentLabels.id], setId(parent), text);
  const listed = (annotation: string): readonly string[] => (annotations[annotation] ?? '').split(',').filter((word) => word !== '');
  try {
    const discovery = yield* kubectl.discovery();
    const mappings = annotations[parentLabels.kinds] !== undefined
      ? listed(parentLabels.kinds).map((word) => kindNamed(discovery, word))
      : resourcesNamed(discovery, annotations[resourcesAnnotation] === undefined ? undefined : listed(resourcesAnnotation));
    return { kinds: new Map(mappings.map((each) => [groupKind(each), each])), namespaces: new Set(listed(parentLabels.namespaces)) };
  } catch (error) {
    throw new CommandError(`parsing ApplySet annotation on ${text}: ${operating(error).message}`);
  }
}

function checkOwner(said: string | undefined, text: string): void {
  if (said === undefined) throw new CommandError(`ApplySet parent object ${text} already exists and is missing required annotation ${quote(parentLabels.tooling)}`);
  const [name = ''] = said.split('/');
  const [own = ''] = tooling.split('/');
  if (name !== own) throw new CommandError(`ApplySet parent object ${text} already exists and is managed by tooling ${quote(name)} instead of ${quote(own)}`);
}

function checkId(said: string | undefined, id: string, text: string): void {
  if (said === undefined) throw new CommandError(`ApplySet parent object ${text} exists and does not have required label ${parentLabels.id}`);
  if (said !== id) throw new CommandError(`ApplySet parent object ${text} exists and has incorrect value for label ${quote(parentLabels.id)} (got: ${said}, want: ${id})`);
}

function kindNamed(discovery: Discovery, word: string): Mapping {
  const [kind = '', ...group] = word.split('.');
  const mapping = discovery.forGroupKind(group.join('.'), kind);
  if (mapping) return mapping;
  throw new CommandError(`could not find mapping for kind in ${quote(parentLabels.kinds)} annotation: no matches for kind ${quote(kind)} in group ${quote(group.join('.'))}`);
}

function resourcesNamed(discovery: Discovery, words: readonly string[] | undefined): readonly Mapping[] {
  if (!words) throw new CommandError(`kubectl requires the ${quote(parentLabels.kinds)} annotation to be set on all ApplySet parent objects`);
  return words.map((word) => {
    const mapping = discovery.find(word);
    if (mapping) return mapping;
    throw new CommandError(`could not find mapping for resource in ${quote(resourcesAnnotation)} annotation: no matches for ${word.split('.').slice(1).join('.')}/, Resource=${word.split('.')[0] ?? ''}`);
  });
}

/** Applies what a parent is to say; who else has written there is overruled, and told so. */
export function* writeParent(kubectl: Kubectl, parent: Parent, metadata: { readonly labels: object; readonly annotations: object }): Process {
  const { mapping, namespace, name } = parent;
  const body = { apiVersion: apiVersionText(mapping), kind: mapping.kind, metadata: { name, ...(namespace === undefined ? undefined : { namespace }), ...metadata } };
  const write = (force: boolean): Process<unknown> => kubectl.api.ask('patch', { mapping, namespace, name, patchType: 'apply', body, options: { fieldManager, force } });
  try {
    yield* write(false);
  } catch (error) {
    const failure = operating(error);
    const why = `failed to update ApplySet: ${failure.message}`;
    if (!(failure instanceof ApiError) || failure.reason !== 'Conflict') throw new CommandError(why);
    yield* kubectl.log('W', 'applyset.go:447', `WARNING: ${why}\nApplySet field manager ${fieldManager} should own these fields. Retrying with conflicts forced.`);
    yield* write(true);
  }
}

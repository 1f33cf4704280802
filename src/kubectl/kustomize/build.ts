// Building a kustomization directory into manifests.
// Upstream: sigs.k8s.io/kustomize api/krusty

import { compareText, isObject } from '../../base/index.ts';
import { joinPath } from '../../machine/index.ts';
import type { FileSystem } from '../../machine/index.ts';
import { CommandError } from '../core/errors.ts';
import { nameOf, namespaceOf, textAt, withField } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { formatYaml, parseYaml } from '../core/yaml.ts';
import { applyMergePatch } from '../patch/merge.ts';
import { schemaOf } from '../patch/schema.ts';
import { documentsOf } from '../resources/documents.ts';
import { generate, nameHash } from './generate.ts';
import type { ReadFile } from './generate.ts';
import { applyJsonPatch } from './json-patch.ts';
import { readKustomization } from './kustomization.ts';
import type { Kustomization, PatchRule } from './kustomization.ts';
import { applyStrategicPatch } from './strategic-patch.ts';
import { inNamespace, withAnnotations, withImages, withLabels, withNewNames, withReplicas } from './transform.ts';

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** An object with the name by which patches and references know it. */
interface Resource {
  readonly object: AnyObject;
  /** Its names so far, the first one first. */
  readonly names: readonly string[];
  readonly wantsHash: boolean;
}

/** What a person allows. */
export interface BuildOptions {
  /** Whether files from outside of a kustomization's own folder may be loaded. */
  readonly mayLeaveRoot: boolean;
  /** The program that makes objects of Helm charts; undefined where none may. */
  readonly helm: string | undefined;
}

const nothingMore: BuildOptions = { mayLeaveRoot: false, helm: undefined };

/** The objects of a directory, in the order in which they are written. */
export function buildDirectory(files: FileSystem, directory: string, given = directory, options = nothingMore): readonly AnyObject[] {
  const built = accumulate({ files, options }, directory, given);
  const hashed = built.map((resource) => (resource.wantsHash ? renamed(resource, `${nameOf(resource.object)}-${nameHash(resource.object)}`) : resource));
  return sorted(withReferences(hashed).map(({ object }) => object));
}

/** Where is built, and how. */
interface Building {
  readonly files: FileSystem;
  readonly options: BuildOptions;
}

function accumulate(building: Building, directory: string, given: string): readonly Resource[] {
  const { files, options } = building;
  if (!files.exists(directory)) throw new CommandError(`must build at directory: not a valid directory: ${missing(given, directory)}`);
  const file = fileNames.find((name) => files.exists(`${directory}/${name}`));
  if (file === undefined) throw new CommandError(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${directory}'`);
  const kustomization = readKustomization(files.read(`${directory}/${file}`));
  const read: ReadFile = (path, what) => {
    const at = joinPath(directory, path);
    if (!files.exists(at)) throw new CommandError(`${what}${missing(at, at)}`);
    if (isOutside(building, directory, at)) throw new CommandError(`${what}${outside(directory, at)}`);
    return files.read(at);
  };
  const loaded = kustomization.resources.flatMap((path) => load(building, directory, path));
  refuseForeign(kustomization, options, (path) => textAt(parseYaml(files.read(joinPath(directory, path))), 'kind'));
  const generated = kustomization.generators.map((each) => {
    const { object, wantsHash } = generate(each, kustomization.generatorOptions, read);
    return { object, wantsHash, names: [each.name] };
  });
  return transform([...loaded, ...generated], kustomization, read);
}

const missing = (given: string, at: string): string => `evalsymlink failure on '${given}' : lstat ${at}: no such file or directory`;
const outside = (directory: string, at: string): string => `security; file '${at}' is not in or below '${directory}'`;
const isOutside = ({ options }: Building, directory: string, at: string): boolean => !options.mayLeaveRoot && !at.startsWith(directory === '/' ? '/' : `${directory}/`);

/** What other programs would make: charts and plugins. No machine has those programs. */
function refuseForeign({ helmCharts, plugins }: Kustomization, { helm }: BuildOptions, kindOf: (path: string) => string): void {
  const [chart] = helmCharts;
  if (chart && helm === undefined) throw new CommandError(`trouble configuring builtin HelmChartInflationGenerator with config: \`\n${formatYaml(chart)}\`: must specify --enable-helm`);
  if (chart) throw new CommandError(`unable to run: '${helm} version --short' (is '${helm}' installed?): exec: ${JSON.stringify(helm)}: executable file not found in $PATH`);
  for (const what of ['generator', 'transformer'] as const) {
    const [path] = plugins[what];
    if (path !== undefined) throw new CommandError(`loading ${what} plugins: failed to load ${what}: external plugins disabled; unable to load external plugin '${kindOf(path)}'`);
  }
}

function load(building: Building, directory: string, path: string): readonly Resource[] {
  const { files } = building;
  const at = joinPath(directory, path);
  const failed = (why: string, then: string): CommandError => new CommandError(`accumulating resources: accumulation err='accumulating resources from '${path}': ${why}': must build at directory: ${then}`);
  if (!files.exists(at)) throw failed(missing(at, at), `not a valid directory: ${missing(at, at)}`);
  if (files.stat(at).type === 'directory') return accumulate(building, at, path);
  if (isOutside(building, directory, at)) throw failed(outside(directory, at), `'${at}': file is not directory`);
  return [...documentsOf(files.read(at), path, false)].map((document) => {
    if ('error' in document) throw document.error;
    return { object: document.object, names: [nameOf(document.object)], wantsHash: false };
  });
}

function renamed(resource: Resource, name: string): Resource {
  return { ...resource, object: withField(resource.object, ['metadata', 'name'], name), names: [...resource.names, name] };
}

function transform(resources: readonly Resource[], kustomization: Kustomization, read: ReadFile): readonly Resource[] {
  const patched = kustomization.patches.reduce((current, rule) => applyRule(current, rule, read), resources);
  const { namePrefix, nameSuffix, namespace, labels, annotations, images, replicas } = kustomization;
  const changed = patched.map((resource) => {
    let { object } = resource;
    for (const rule of labels) object = withLabels(object, rule);
    if (Object.keys(annotations).length > 0) object = withAnnotations(object, annotations);
    object = withReplicas(withImages(object, images), replicas);
    if (namespace !== '') object = inNamespace(object, namespace);
    const isNamed = (namePrefix !== '' || nameSuffix !== '') && textAt(object, 'kind') !== 'Namespace';
    return isNamed ? renamed({ ...resource, object }, `${namePrefix}${nameOf(object)}${nameSuffix}`) : { ...resource, object };
  });
  return withReferences(changed);
}

/** References to objects by earlier names are put right. */
function withReferences(resources: readonly Resource[]): readonly Resource[] {
  const names = new Map<string, string>();
  for (const { object, names: known } of resources) for (const name of known) if (name !== nameOf(object)) names.set(`${textAt(object, 'kind')}/${name}`, nameOf(object));
  if (names.size === 0) return resources;
  return resources.map((resource) => {
    const next = withNewNames(resource.object, names);
    return { ...resource, object: isObject(next) ? { ...next, metadata: resource.object['metadata'] } : resource.object };
  });
}

function isTarget({ object, names }: Resource, target: AnyObject): boolean {
  const matches = (wanted: unknown, actual: readonly string[]): boolean => wanted === undefined || wanted === '' || actual.some((each) => new RegExp(`^(?:${String(wanted)})$`).test(each));
  const group = textAt(object, 'apiVersion').includes('/') ? (textAt(object, 'apiVersion').split('/')[0] ?? '') : '';
  return matches(target['kind'], [textAt(object, 'kind')]) && matches(target['name'], [...names, nameOf(object)]) && matches(target['group'], [group]) && matches(target['namespace'], [namespaceOf(object)]);
}

function applyRule(resources: readonly Resource[], rule: PatchRule, read: ReadFile): readonly Resource[] {
  const body = parseYaml(rule.text === '' ? read(rule.path, `trouble configuring builtin PatchTransformer with config: \`\n${formatYaml({ path: rule.path, target: rule.target })}\`: failed to get the patch file from path(${rule.path}): `) : rule.text);
  if (Array.isArray(body)) {
    return resources.map((resource) => {
      if (!rule.target || !isTarget(resource, rule.target)) return resource;
      const next = applyJsonPatch(resource.object, body);
      return isObject(next) ? { ...resource, object: next } : resource;
    });
  }
  if (!isObject(body)) throw new CommandError('unable to parse SM or JSON patch from ' + JSON.stringify(rule.text));
  const target = rule.target ?? { kind: textAt(body, 'kind'), name: nameOf(body) };
  if (!resources.some((resource) => isTarget(resource, target))) throw new CommandError(`no resource matches strategic merge patch ${JSON.stringify(`${textAt(body, 'kind')}.${textAt(body, 'apiVersion')}/${nameOf(body)}`)}: no matches for Id`);
  return resources.flatMap((resource) => {
    if (!isTarget(resource, target)) return [resource];
    if (body['$patch'] === 'delete') return [];
    const patch = withField(body, ['metadata', 'name'], nameOf(resource.object));
    const next = schemaOf(resource.object) ? applyStrategicPatch(resource.object, patch) : applyMergePatch(resource.object, patch);
    return isObject(next) ? [{ ...resource, object: next }] : [];
  });
}

/** Namespaces first, what others need before what needs it. Upstream: resid.Gvk ordering */
const firstKinds = [
  'Namespace', 'ResourceQuota', 'StorageClass', 'CustomResourceDefinition', 'ServiceAccount', 'PodSecurityPolicy', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'ConfigMap', 'Secret', 'Endpoints', 'Service',
  'LimitRange', 'PriorityClass', 'PersistentVolume', 'PersistentVolumeClaim', 'Deployment', 'StatefulSet', 'CronJob', 'PodDisruptionBudget',
];
const lastKinds = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

function sorted(objects: readonly AnyObject[]): readonly AnyObject[] {
  const rank = (object: AnyObject): number => {
    const kind = textAt(object, 'kind');
    if (lastKinds.includes(kind)) return firstKinds.length + 1;
    const index = firstKinds.indexOf(kind);
    return index < 0 ? firstKinds.length : index;
  };
  const id = (object: AnyObject): string => `${textAt(object, 'kind')}/${namespaceOf(object)}/${nameOf(object)}`;
  return objects.toSorted((a, b) => rank(a) - rank(b) || compareText(id(a), id(b)));
}

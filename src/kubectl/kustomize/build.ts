// Building a kustomization directory into manifests.
// Upstream: sigs.k8s.io/kustomize api/krusty, api/internal/target/kusttarget.go

import { isObject } from '../../base/index.ts';
import { joinPath } from '../../machine/index.ts';
import type { FileSystem } from '../../machine/index.ts';
import { CommandError } from '../core/errors.ts';
import { listAt, mapAt, nameOf, textAt, withField } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { formatYaml, parseYaml } from '../core/yaml.ts';
import { contentHash } from '../resources/content-hash.ts';
import { documentsOf } from '../resources/documents.ts';
import { refuseForeign } from './foreign.ts';
import { combined, generate } from './generate.ts';
import type { ReadFile } from './generate.ts';
import { readKustomization } from './kustomization.ts';
import type { Generator, Kustomization } from './kustomization.ts';
import { inOrder } from './order.ts';
import { applyRule } from './patches.ts';
import { replaced } from './replacements.ts';
import { idText, renamed } from './resource.ts';
import type { Resource } from './resource.ts';
import { checkReplicas, inNamespace, withAnnotations, withImages, withLabels, withNewNames, withReplicas } from './transform.ts';

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What a person allows. */
export interface BuildOptions {
  /** Whether files from outside of a kustomization's own folder may be loaded. */
  readonly mayLeaveRoot: boolean;
  /** The program that makes objects of Helm charts; undefined where none may. */
  readonly helm: string | undefined;
}

const nothingMore: BuildOptions = { mayLeaveRoot: false, helm: undefined };

/** What a directory makes. */
export interface Build {
  /** In the order in which they are written. */
  readonly objects: readonly AnyObject[];
  /** Lines about what should be written otherwise. */
  readonly warnings: readonly string[];
}

/** Builds a directory. Throws CommandError. @param given how the directory was typed */
export function buildDirectory(files: FileSystem, directory: string, given = directory, options = nothingMore): Build {
  const building: Building = { files, options, root: directory, visited: [directory], warnings: [] };
  if (!files.exists(directory)) throw new CommandError(`must build at directory: not a valid directory: ${missing(given, directory)}`);
  if (files.stat(directory).type !== 'directory') throw new CommandError(`must build at directory: '${given}': file is not directory`);
  const kustomization = kustomizationIn(building, directory);
  const built = accumulate(building, directory, kustomization, []);
  const hashed = built.map((resource) => (resource.wantsHash ? withHash(resource) : resource));
  const objects = withReferences(hashed).map((resource) => withBuildMetadata(resource, kustomization.metadata));
  return { objects: inOrder(objects, kustomization.order), warnings: building.warnings };
}

/** The name with a hash of the contents, which the name itself is no part of. */
function withHash(resource: Resource): Resource {
  return renamed(resource, `${nameOf(resource.object)}-${contentHash(withField(resource.object, ['metadata', 'name'], ''))}`);
}

/** Where is built, and how. */
interface Building {
  readonly files: FileSystem;
  readonly options: BuildOptions;
  readonly root: string;
  /** The directories that are being built, the root first. */
  readonly visited: readonly string[];
  readonly warnings: string[];
}

function kustomizationIn({ files, warnings }: Building, directory: string): Kustomization {
  const file = fileNames.find((name) => files.exists(`${directory}/${name}`));
  if (file === undefined) throw new CommandError(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${directory}'`);
  const kustomization = readKustomization(files.read(`${directory}/${file}`));
  warnings.push(...kustomization.warnings);
  return kustomization;
}

/** @param known what a component adds to and changes */
function accumulate(building: Building, directory: string, kustomization: Kustomization, known: readonly Resource[]): readonly Resource[] {
  const { files, options } = building;
  const read: ReadFile = (path, what) => {
    const at = joinPath(directory, path);
    if (!files.exists(at)) throw new CommandError(`${what}${missing(at, at)}`);
    if (isOutside(building, directory, at)) throw new CommandError(`${what}${outside(directory, at)}`);
    return files.read(at);
  };
  let resources = kustomization.resources.reduce((current, path) => load(building, directory, path, current), known);
  refuseForeign(kustomization, options.helm, (path) => textAt(parseYaml(files.read(joinPath(directory, path))), 'kind'));
  const configuredIn = relative(building.root, `${directory}/kustomization.yaml`);
  for (const generator of kustomization.generators) resources = withGenerated(resources, generator, kustomization, { read, configuredIn });
  for (const path of kustomization.components) {
    const at = joinPath(directory, path);
    if (!files.exists(at)) throw new CommandError(`accumulating components: accumulateDirectory: "couldn't make target for path '${at}': ${missing(at, at)}"`);
    resources = accumulate(building, at, kustomizationIn(building, at), resources);
  }
  return transform(resources, kustomization, read);
}

const missing = (given: string, at: string): string => `evalsymlink failure on '${given}' : lstat ${at}: no such file or directory`;
const outside = (directory: string, at: string): string => `security; file '${at}' is not in or below '${directory}'`;
const isBelow = (directory: string, at: string): boolean => at.startsWith(directory === '/' ? '/' : `${directory}/`);
const isOutside = ({ options }: Building, directory: string, at: string): boolean => !options.mayLeaveRoot && !isBelow(directory, at);

/** A path as it is said from a directory. */
function relative(from: string, to: string): string {
  const [a, b] = [from.split('/'), to.split('/')];
  const differs = a.findIndex((step, index) => step !== b[index]);
  const shared = differs < 0 ? a.length : differs;
  return [...a.slice(shared).map(() => '..'), ...b.slice(shared)].join('/');
}

/** The resources with those of one more file or directory. */
function load(building: Building, directory: string, path: string, resources: readonly Resource[]): readonly Resource[] {
  const { files, visited } = building;
  const at = joinPath(directory, path);
  const failed = (why: string, then: string): CommandError => new CommandError(`accumulating resources: accumulation err='accumulating resources from '${path}': ${why}': ${then}`);
  if (!files.exists(at)) throw failed(missing(at, at), `must build at directory: not a valid directory: ${missing(at, at)}`);
  if (files.stat(at).type === 'directory') {
    const noFile = `'${at}' must resolve to a file`;
    const contained = visited.find((each) => each === at || isBelow(at, each));
    if (contained !== undefined) throw failed(noFile, `cycle detected: candidate root '${at}' contains visited root '${contained}'`);
    const inner = within(() => kustomizationIn(building, at), (why) => failed(noFile, `recursed accumulation of path '${at}': couldn't make target for path '${at}': ${why}`));
    const built = within(() => accumulate({ ...building, visited: [...visited, at] }, at, inner, []), (why) => failed(noFile, `recursed accumulation of path '${at}': ${why}`));
    return joined(resources, built, (why) => failed(noFile, `recursed merging from path '${at}': ${why}`));
  }
  if (isOutside(building, directory, at)) throw failed(outside(directory, at), `must build at directory: '${at}': file is not directory`);
  const read = [...documentsOf(files.read(at), path, { validates: false, readsMetadata: false })].map((document): Resource => {
    if ('error' in document) throw document.error;
    return { object: document.object, names: [nameOf(document.object)], wantsHash: false, origin: { path: relative(building.root, at) } };
  });
  return joined(resources, read, (why) => failed(`merging resources from '${path}': ${why}`, `must build at directory: '${at}': file is not directory`));
}

function within<T>(work: () => T, failure: (why: string) => CommandError): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw failure(error.message);
  }
}

/** Both together; no two may be the same object. */
function joined(resources: readonly Resource[], added: readonly Resource[], failure: (why: string) => CommandError): readonly Resource[] {
  const ids = new Set(resources.map(({ object }) => idText(object)));
  for (const { object } of added) {
    const id = idText(object);
    if (ids.has(id)) throw failure(`may not add resource with an already registered id: ${id}`);
    ids.add(id);
  }
  return [...resources, ...added];
}

interface GeneratorPlace {
  readonly read: ReadFile;
  readonly configuredIn: string;
}

function withGenerated(resources: readonly Resource[], generator: Generator, { generatorOptions }: Kustomization, { read, configuredIn }: GeneratorPlace): readonly Resource[] {
  const { kind, name, behavior } = generator;
  const { object, wantsHash } = generate(generator, generatorOptions, read);
  const isSame = (each: Resource): boolean => textAt(each.object, 'kind') === kind && each.names.includes(name);
  const isKnown = resources.some(isSame);
  const id = `id resid.ResId{Gvk:resid.Gvk{Group:"", Version:"v1", Kind:"${kind}", isClusterScoped:false}, Name:"${name}", Namespace:"${generator.namespace}"}`;
  if (behavior === 'merge' || behavior === 'replace') {
    if (!isKnown) throw new CommandError(`merging from generator: ${id} does not exist; cannot merge or replace`);
    return resources.map((each) => (isSame(each) ? { ...each, object: combined(each.object, object, behavior) } : each));
  }
  if (isKnown) throw new CommandError(`merging from generator: ${id} exists; behavior must be merge or replace`);
  const origin = { configuredIn, configuredBy: { apiVersion: 'builtin', kind: `${kind}Generator` } };
  return [...resources, { object, wantsHash, names: [name], origin }];
}

function transform(resources: readonly Resource[], kustomization: Kustomization, read: ReadFile): readonly Resource[] {
  const { namePrefix, nameSuffix, namespace, labels, annotations, images, replicas, patches, replacements } = kustomization;
  const patched = patches.first.reduce<readonly Resource[]>((current, rule) => applyRule(current, rule, read), resources);
  const moved = namespace === '' ? patched : withMovedSubjects(patched.map((resource) => ({ ...resource, object: inNamespace(resource.object, namespace) })), namespace);
  const changed = moved.map((resource) => {
    const isNamed = (namePrefix !== '' || nameSuffix !== '') && textAt(resource.object, 'kind') !== 'Namespace';
    const named = isNamed ? renamed(resource, `${namePrefix}${nameOf(resource.object)}${nameSuffix}`) : resource;
    const labelled = labels.reduce(withLabels, named.object);
    return { ...named, object: Object.keys(annotations).length > 0 ? withAnnotations(labelled, annotations) : labelled };
  });
  const last = patches.last.reduce<readonly Resource[]>((current, rule) => applyRule(current, rule, read), changed);
  checkReplicas(last, replicas);
  const scaled = last.map((resource) => ({ ...resource, object: withImages(withReplicas(resource, replicas), images) }));
  return replacements.reduce(replaced, scaled);
}

/** Bindings follow the service accounts that moved with them. */
function withMovedSubjects(resources: readonly Resource[], namespace: string): readonly Resource[] {
  const accounts = new Set(['default', ...resources.flatMap(({ object, names }) => (textAt(object, 'kind') === 'ServiceAccount' ? names : []))]);
  return resources.map((resource) => {
    const subjects = listAt(resource.object, 'subjects') as readonly AnyObject[];
    if (!/^(Cluster)?RoleBinding$/.test(textAt(resource.object, 'kind')) || subjects.length === 0) return resource;
    const moved = subjects.map((each) => (textAt(each, 'kind') === 'ServiceAccount' && accounts.has(textAt(each, 'name')) ? { ...each, namespace } : each));
    return { ...resource, object: { ...resource.object, subjects: moved } };
  });
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

/** What `buildMetadata` adds: where an object comes from, and what has made it. */
function withBuildMetadata({ object, origin }: Resource, wanted: readonly string[]): AnyObject {
  let next = object;
  if (wanted.includes('originAnnotations')) {
    // As the type has its fields.
    const text = 'path' in origin ? formatYaml(origin) : `configuredIn: ${textAt(origin, 'configuredIn')}\n${formatYaml({ configuredBy: origin['configuredBy'] })}`;
    next = withField(next, ['metadata', 'annotations'], { ...mapAt(next, 'metadata', 'annotations'), 'config.kubernetes.io/origin': text });
  }
  if (wanted.includes('managedByLabel')) next = withField(next, ['metadata', 'labels'], { ...mapAt(next, 'metadata', 'labels'), 'app.kubernetes.io/managed-by': 'kustomize-v5.8.1' });
  return next;
}

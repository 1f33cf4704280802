// Building a kustomization directory into manifests.
// Upstream: sigs.k8s.io/kustomize api/krusty, api/internal/target/kusttarget.go

import { isObject } from '../../base/index.ts';
import { joinPath } from '../../machine/index.ts';
import type { FileSystem } from '../../machine/index.ts';
import { CommandError } from '../core/errors.ts';
import { mapAt, nameOf, textAt, withField } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { formatYaml, parseYaml } from '../core/yaml.ts';
import { contentHash } from '../resources/content-hash.ts';
import { combined, generate } from './generate.ts';
import type { ReadFile } from './generate.ts';
import { readKustomization } from './kustomization.ts';
import type { Generator, Kustomization } from './kustomization.ts';
import { UnfitObject, documentsIn } from './load.ts';
import { inOrder } from './order.ts';
import { builtinGenerator, externalPlugin, isBuiltin, refuseCharts } from './plugins.ts';
import { withReferences } from './references.ts';
import { freshResource, idText, renamed } from './resource.ts';
import type { Resource } from './resource.ts';
import { defaultConfig, joinedConfig, withConfiguration } from './transformer-config.ts';
import type { TransformerConfig } from './transformer-config.ts';
import { builtinTransformer, changeRecord, ownTransformers } from './transformers.ts';
import { joinedVariables, withVariables } from './variables.ts';

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
  const { resources, variables, config } = accumulate(building, directory, kustomization, nothingYet);
  const hashed = resources.map((resource) => (resource.wantsHash ? withHash(resource) : resource));
  const resolved = withVariables(withReferences(hashed, config.names), variables, config.variables);
  const objects = resolved.map((resource) => withBuildMetadata(resource, kustomization.metadata));
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

/** What has come together so far. */
interface Accumulated {
  readonly resources: readonly Resource[];
  readonly variables: readonly AnyObject[];
  /** Where transformers act, and what names mean. */
  readonly config: TransformerConfig;
}

const nothingYet: Accumulated = { resources: [], variables: [], config: defaultConfig };

function kustomizationIn({ files, warnings }: Building, directory: string): Kustomization {
  const file = fileNames.find((name) => files.exists(`${directory}/${name}`));
  if (file === undefined) throw new CommandError(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${directory}'`);
  const kustomization = readKustomization(files.read(`${directory}/${file}`), directory);
  warnings.push(...kustomization.warnings);
  return kustomization;
}

/** @param known what a component adds to and changes */
function accumulate(building: Building, directory: string, kustomization: Kustomization, known: Accumulated): Accumulated {
  const { files, options } = building;
  const read: ReadFile = (path, what) => {
    const at = joinPath(directory, path);
    if (!files.exists(at)) throw new CommandError(`${what}${missing(at, at)}`);
    if (isOutside(building, directory, at)) throw new CommandError(`${what}${outside(directory, at)}`);
    return files.read(at);
  };
  checkOpenApi(kustomization, read);
  const loaded = within(() => kustomization.resources.reduce((current, path) => load(building, directory, path, current), known), (why) => new CommandError(`accumulating resources: ${why}`));
  const config = kustomization.configurations.reduce((current, path) => withConfiguration(current, objectIn(read(path, ''))), loaded.config);
  for (const path of kustomization.crds) read(path, `loading CRDs [${kustomization.crds.join(' ')}]: `);
  refuseCharts(kustomization, options.helm);
  const configuredIn = relative(building.root, `${directory}/kustomization.yaml`);
  const plugins = (what: keyof Kustomization['plugins']): readonly Resource[] => kustomization.plugins[what].reduce((current, entry) => loadPlugin(building, directory, entry, current), nothingYet).resources;
  let { resources } = loaded;
  const generators = [...kustomization.generators.map((generator) => ({ generator, name: '' })), ...within(() => plugins('generator').map(({ object }) => builtinGenerator(object)), (why) => new CommandError(`loading generator plugins: ${why}`))];
  for (const { generator, name } of generators) resources = withGenerated(resources, generator, kustomization, { read, origin: changeRecord(`${generator.kind}Generator`, name, configuredIn) });
  let current: Accumulated = { ...loaded, config, resources };
  for (const path of kustomization.components) {
    const at = joinPath(directory, path);
    const failed = (how: string, why: string): CommandError => new CommandError(`accumulating components: ${how} "${why}"`);
    if (!files.exists(at)) throw failed('loader.New', `must build at directory: not a valid directory: ${missing(at, at)}`);
    const component = within(() => kustomizationIn(building, at), (why) => failed('accumulateDirectory:', `couldn't make target for path '${at}': ${why}`));
    if (component.kind !== 'Component') throw failed('accumulateDirectory:', `expected kind 'Component' for path '${at}' but got '${component.kind}'`);
    current = accumulate(building, at, component, current);
  }
  const own = ownTransformers(kustomization, current.config, read).map((transformer) => ({ ...transformer, record: changeRecord(transformer.kind, '', configuredIn) }));
  const further = plugins('transformer').map(({ object, origin }) => {
    if (!isBuiltin(object)) throw externalPlugin(object);
    return { ...builtinTransformer(object, current.config, read), record: changeRecord(textAt(object, 'kind'), nameOf(object), textAt(origin, 'path') || configuredIn) };
  });
  for (const { change, record } of [...own, ...further]) current = { ...current, resources: change(current.resources).map((each) => ({ ...each, changedBy: [...each.changedBy, record] })) };
  for (const { object } of plugins('validator')) throw externalPlugin(object);
  return { ...current, variables: joinedVariables(current.variables, kustomization.variables) };
}

/** The schema that kustomize carries; a file may stand in its place. */
function checkOpenApi({ openApi }: Kustomization, read: ReadFile): void {
  const { path, version } = openApi;
  if (path !== undefined) read(path, '');
  else if (version !== undefined && version !== 'v1.21.2') throw new CommandError('the specified OpenAPI version is not built in');
}

function objectIn(text: string): AnyObject {
  const value = parseYaml(text);
  return isObject(value) ? value : {};
}

/** The objects of one entry of `generators`, `transformers` or `validators`: the entry itself is one, or the path of some. */
function loadPlugin(building: Building, directory: string, entry: string, known: Accumulated): Accumulated {
  if (!entry.includes('\n')) return load(building, directory, entry, known);
  return { ...known, resources: [...known.resources, ...documentsIn(entry, 'inline', {})] };
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

/** What has come together, with one more file or directory. */
function load(building: Building, directory: string, path: string, known: Accumulated): Accumulated {
  const { files, visited } = building;
  const at = joinPath(directory, path);
  const failed = (why: string, then: string): CommandError => new CommandError(`accumulation err='accumulating resources from '${path}': ${why}': ${then}`);
  const noDirectory = `must build at directory: '${at}': file is not directory`;
  if (!files.exists(at)) throw failed(missing(at, at), `must build at directory: not a valid directory: ${missing(at, at)}`);
  if (files.stat(at).type === 'directory') {
    const noFile = `'${at}' must resolve to a file`;
    const contained = visited.find((each) => each === at || isBelow(at, each));
    if (contained !== undefined) throw failed(noFile, `cycle detected: candidate root '${at}' contains visited root '${contained}'`);
    const inner = within(() => kustomizationIn(building, at), (why) => failed(noFile, `recursed accumulation of path '${at}': couldn't make target for path '${at}': ${why}`));
    if (inner.kind === 'Component') throw failed(noFile, `expected kind != 'Component' for path '${at}'`);
    const built = within(() => accumulate({ ...building, visited: [...visited, at] }, at, inner, nothingYet), (why) => failed(noFile, `recursed accumulation of path '${at}': ${why}`));
    const resources = joined(known.resources, built.resources, (why) => failed(noFile, `recursed merging from path '${at}': ${why}`));
    return { resources, variables: joinedVariables(known.variables, built.variables), config: joinedConfig(known.config, built.config) };
  }
  if (isOutside(building, directory, at)) throw failed(outside(directory, at), noDirectory);
  const read = within(() => documentsIn(files.read(at), path, { path: relative(building.root, at) }), (why, error) => (error instanceof UnfitObject ? failed(why, noDirectory) : error));
  return { ...known, resources: joined(known.resources, read, (why) => failed(`merging resources from '${path}': ${why}`, noDirectory)) };
}

function within<T>(work: () => T, failure: (why: string, error: CommandError) => CommandError): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw failure(error.message, error);
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
  readonly origin: AnyObject;
}

function withGenerated(resources: readonly Resource[], generator: Generator, { generatorOptions }: Kustomization, { read, origin }: GeneratorPlace): readonly Resource[] {
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
  return [...resources, freshResource(object, origin, wantsHash)];
}

/** What `buildMetadata` adds: where an object comes from, what has made and changed it, and by what. */
function withBuildMetadata({ object, origin, changedBy }: Resource, wanted: readonly string[]): AnyObject {
  const annotations = {
    ...(wanted.includes('transformerAnnotations') && changedBy.length > 0 ? { 'alpha.config.kubernetes.io/transformations': changedBy.map((each) => `- ${recordText(each).trimEnd().replaceAll('\n', '\n  ')}\n`).join('') } : undefined),
    ...(wanted.includes('originAnnotations') ? { 'config.kubernetes.io/origin': 'path' in origin ? formatYaml(origin) : recordText(origin) } : undefined),
  };
  const next = Object.keys(annotations).length > 0 ? withField(object, ['metadata', 'annotations'], { ...mapAt(object, 'metadata', 'annotations'), ...annotations }) : object;
  return wanted.includes('managedByLabel') ? withField(next, ['metadata', 'labels'], { ...mapAt(next, 'metadata', 'labels'), 'app.kubernetes.io/managed-by': 'kustomize-v5.8.1' }) : next;
}

/** As the type has its fields. */
const recordText = (record: AnyObject): string => `configuredIn: ${textAt(record, 'configuredIn')}\n${formatYaml({ configuredBy: record['configuredBy'] })}`;

// From what a person typed (types, names, files, selectors) to the resources that are meant.
// Upstream: k8s.io/cli-runtime resource builder

import { parseApiVersion } from '../../kinds/index.ts';
import { quote } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { resourceAndVersion, resourceText } from '../core/discovery.ts';
import type { Discovery, Mapping } from '../core/discovery.ts';
import { CommandError, ManyErrors, RequestError, operating } from '../core/errors.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { nameOf, namespaceOf, textAt, withField } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { documentsOf, objectsIn, refusedDocument } from './documents.ts';
import type { Document, Found } from './documents.ts';
import { readSources } from './files.ts';
import type { SourceText } from './files.ts';
import { buildKustomization } from './kustomize.ts';
import { isSelected } from './label-query.ts';
import { definitionsProblem, isCheckedByType, typeProblems } from './type-validation.ts';

/** What is done about fields that a type does not have. */
type Validation = 'Ignore' | 'Strict' | 'Warn';

/** What a command is to work on: one object by name, all that a selector selects, or one from a file, if it has the labels on the server. */
export type Target =
  | { readonly type: 'name'; readonly mapping: Mapping; readonly namespace: string | undefined; readonly name: string }
  | { readonly type: 'list'; readonly mapping: Mapping; readonly namespace: string | undefined; readonly labels: string; readonly fields: string }
  | { readonly type: 'file'; readonly mapping: Mapping; readonly namespace: string | undefined; readonly name: string; readonly object: AnyObject; readonly source: string; readonly labels?: string }
  | { readonly type: 'error'; readonly error: Error };

/** An object from a file. */
export type FileTarget = Extract<Target, { readonly type: 'file' }>;

/** How the words of a command line are to be understood. */
export interface Selection {
  readonly args: readonly string[];
  /** Whether a type without a name means all of that type. */
  readonly typeMeansAll?: boolean;
  readonly selector?: string;
  /** Whether the selector is asked of objects as files have them; else as the server has them. */
  readonly selectsAsWritten?: boolean;
  readonly fieldSelector?: string;
  readonly all?: boolean;
  readonly allNamespaces?: boolean;
  readonly filenames?: readonly string[];
  readonly kustomize?: string;
  readonly recursive?: boolean;
  /** How documents are checked before they are sent; not at all unless said. */
  readonly validation?: Validation;
  readonly singleType?: boolean;
  /** Whether an object of a file that names no namespace is in none. */
  readonly staysUnplaced?: boolean;
  /** What to say when nothing was named. */
  readonly missing?: string;
}

export const missingResource = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** What is said where files are needed, because nobody is to be asked. */
export const missingLocalFiles = `you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

const notOnePair = 'arguments in resource/name form must have a single resource and name';

/** The flags of a command that say which resources are meant. */
export function selectionFlags(kubectl: Kubectl, args: readonly string[]): Selection {
  const { flags } = kubectl;
  const value = (name: string): string => (flags.has(name) ? flags.text(name) : '');
  const isOn = (name: string): boolean => flags.has(name) && flags.bool(name);
  return {
    args,
    filenames: flags.has('filename') ? flags.list('filename') : [],
    kustomize: value('kustomize'),
    recursive: isOn('recursive'),
    selector: value('selector'),
    fieldSelector: value('field-selector'),
    all: isOn('all'),
    allNamespaces: isOn('all-namespaces'),
  };
}

/** Some commands take `--all` for nothing but a type that stands alone. Upstream: ResourceTypeOrNameArgs instead of SelectAllParam */
export function forNamesBeforeAll(selection: Selection): Selection {
  const [word] = selection.args;
  const isType = selection.args.length === 1 && word?.includes('/') === false && (selection.selector ?? '') === '';
  return isType ? selection : { ...selection, all: false };
}

/** Whether files are named. */
export function hasFiles(selection: Selection): boolean {
  return (selection.filenames?.length ?? 0) > 0 || (selection.kustomize ?? '') !== '';
}

/** What is wrong with things that were named. */
export function unreadOf(targets: readonly Target[]): readonly Error[] {
  return targets.flatMap((target) => (target.type === 'error' ? [target.error] : []));
}

/** All that is meant, in order. What is wrong with one thing stands in its place; what is wrong with all is thrown. */
export function* selectTargets(kubectl: Kubectl, selection: Selection): Process<readonly Target[]> {
  if (hasFiles(selection)) {
    if ((selection.filenames?.length ?? 0) > 0 && (selection.kustomize ?? '') !== '') throw new CommandError('only one of -f or -k can be specified');
    if ((selection.kustomize ?? '') !== '' && selection.recursive === true) throw new CommandError("the -k flag can't be used with -f or -R");
    const hasPairs = arePairs(selection.args);
    const sources = yield* sourcesOf(kubectl, selection);
    if (hasPairs) throw new CommandError('resource/name arguments cannot be provided when a path is specified');
    if (selection.args.length > 0) throw new CommandError('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well');
    return 'error' in sources ? [sources] : yield* documentTargets(kubectl, selection, sources.texts);
  }
  return arePairs(selection.args) ? yield* tupleTargets(kubectl, selection) : yield* typeTargets(kubectl, selection);
}

/** Whether the words are pairs of a resource and a name; throws where some are and others are not. */
function arePairs(args: readonly string[]): boolean {
  const slashes = args.filter((arg) => arg.includes('/')).length;
  if (slashes > 0 && slashes !== args.length) {
    throw new CommandError("there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'");
  }
  return slashes > 0;
}

const effective = (kubectl: Kubectl, selection: Selection, mapping: Mapping): string | undefined =>
  !mapping.namespaced || selection.allNamespaces === true ? undefined : kubectl.namespace;

function* tupleTargets(kubectl: Kubectl, selection: Selection): Process<readonly Target[]> {
  const pairs = selection.args.map((arg) => {
    const parts = arg.split('/');
    if (parts.length !== 2) throw new CommandError('arguments in resource/name form may not have more than one slash');
    const [type = '', name = ''] = parts;
    if (type === '' || name === '' || type.includes(',')) throw new CommandError(notOnePair);
    return { type, name };
  });
  if (hasSelector(selection)) throw new CommandError('selectors and the all flag cannot be used when passing resource/name arguments');
  const discovery = yield* kubectl.discovery(4, (remembered) => pairs.every(({ type }) => remembered.has(type)));
  if (selection.singleType === true && new Set(pairs.map(({ type }) => resourceText(discovery.need(type)))).size > 1) throw new CommandError('you may only specify a single resource type');
  for (const { type } of pairs) yield* warnOfShortName(kubectl, discovery, type);
  return pairs.map(({ type, name }) => {
    const mapping = discovery.need(type);
    if (mapping.namespaced && selection.allNamespaces === true) throw new CommandError('a resource cannot be retrieved by name across all namespaces');
    return { type: 'name', mapping, namespace: effective(kubectl, selection, mapping), name };
  });
}

const hasSelector = (selection: Selection): boolean =>
  (selection.selector ?? '') !== '' || (selection.fieldSelector ?? '') !== '' || selection.all === true;

function* warnOfShortName(kubectl: Kubectl, discovery: Discovery, word: string): Process {
  const warning = discovery.warningOf(word);
  if (warning !== undefined) yield* kubectl.err(`Warning: ${warning}\n`);
}

function typesOf(discovery: Discovery, word: string): readonly string[] {
  return [...new Set(word.split(','))].flatMap((each) => {
    const category = discovery.find(each) ? [] : discovery.inCategory(each);
    return category.length > 0 ? category.map((mapping) => (mapping.group === '' ? mapping.resource : `${mapping.resource}.${mapping.group}`)) : [each];
  });
}

function* typeTargets(kubectl: Kubectl, selection: Selection): Process<readonly Target[]> {
  const [word = '', ...names] = selection.args;
  if (selection.all === true && (selection.selector ?? '') !== '') throw new CommandError("setting 'all' parameter but found a non empty selector. ");
  if (word === '') throw new CommandError(hasSelector(selection) ? 'at least one resource must be specified to use a selector' : (selection.missing ?? missingResource));
  const bySelector = hasSelector(selection) || (names.length === 0 && selection.typeMeansAll === true);
  if (bySelector && names.length > 0) throw new CommandError('name cannot be provided when a selector is specified');
  const words = new Set(word.split(','));
  if (names.length > 0 && words.size > 1 && words.has('')) throw new CommandError(notOnePair);
  const discovery = yield* kubectl.discovery(5, (remembered) => typesOf(remembered, word).every((type) => remembered.has(type)));
  // Beside other types a category is looked for as if it were one.
  const types = names.length > 0 && words.size > 1 ? [...words] : typesOf(discovery, word);
  if (names.length > 0 && types.length > words.size) throw new CommandError('you must specify only one resource');
  if (selection.singleType === true && types.length > 1) throw new CommandError('you may only specify a single resource type');
  for (const type of types) yield* warnOfShortName(kubectl, discovery, type);
  // A type that is named twice, in whichever way, is meant once.
  const mappings = [...new Map(types.map((type) => discovery.need(type)).map((mapping) => [resourceAndVersion(mapping), mapping])).values()];
  if (bySelector) {
    return mappings.map((mapping) => ({
      type: 'list', mapping, namespace: effective(kubectl, selection, mapping), labels: selection.selector ?? '', fields: selection.fieldSelector ?? '',
    }));
  }
  if (names.length === 0) throw new CommandError('resource(s) were provided, but no name was specified');
  return mappings.flatMap((mapping) => names.map((name) => {
    if (mapping.namespaced && selection.allNamespaces === true) throw new CommandError('a resource cannot be retrieved by name across all namespaces');
    return { type: 'name' as const, mapping, namespace: effective(kubectl, selection, mapping), name };
  }));
}

/** The texts that are named, or why a kustomization could not be built. */
function* sourcesOf(kubectl: Kubectl, { kustomize = '', filenames = [], recursive }: Selection): Process<{ readonly texts: readonly SourceText[] } | { readonly type: 'error'; readonly error: Error }> {
  if (kustomize === '') return { texts: yield* readSources(kubectl, filenames, recursive === true) };
  try {
    return { texts: [{ source: kustomize, text: yield* buildKustomization(kubectl, kustomize) }] };
  } catch (error) {
    return { type: 'error', error: operating(error) };
  }
}

function* documentTargets(kubectl: Kubectl, selection: Selection, sources: readonly SourceText[]): Process<readonly Target[]> {
  const targets: Target[] = [];
  const { selector = '' } = selection;
  isSelected({}, selector);
  for (const { source, text } of sources) {
    const unknownOf = new Map<AnyObject, Error[]>();
    for (const document of yield* checkedObjects(kubectl, selection, { source, text })) {
      if ('error' in document) targets.push({ type: 'error', error: document.error });
      else if (selection.selectsAsWritten !== true || isSelected(document.object, selector)) {
        const target = yield* fileTarget(kubectl, document, source, selection);
        if (document.list && target.type === 'error' && target.error instanceof UnknownItem) unknownOf.set(document.list, [...unknownOf.get(document.list) ?? [], target.error]);
        else targets.push(target);
      }
    }
    for (const unknown of unknownOf.values()) targets.push({ type: 'error', error: new ManyErrors(unknown) });
  }
  return targets;
}

/** All objects of a text; where one of its documents is refused, nothing that comes after. */
function* checkedObjects(kubectl: Kubectl, { validation = 'Ignore' }: Selection, { source, text }: SourceText): Process<readonly Document[]> {
  const validates = validation !== 'Ignore';
  const objects: Document[] = [];
  for (const document of documentsOf(text, source, { validates })) {
    const refused = validates && 'object' in document ? yield* refusal(kubectl, document.object, source, validation) : undefined;
    if (refused || 'error' in document) return [...objects, refused ? { error: refused } : document];
    objects.push(...objectsIn(document.object, source, { readsMetadata: true }));
  }
  return objects;
}

/** Why a document is not sent where nobody else would look at its fields. */
function* refusal(kubectl: Kubectl, object: AnyObject, source: string, validation: Validation): Process<Error | undefined> {
  const { group, version } = parseApiVersion(textAt(object, 'apiVersion'));
  const suffices = (remembered: Discovery): boolean => remembered.forKind(group, version, textAt(object, 'kind')) !== undefined;
  if (!isCheckedByType(object, yield* discoveryFor(kubectl, source, { validates: true, suffices }))) return undefined;
  const unknown = yield* definitionsProblem(kubectl, object);
  if (unknown !== undefined) return refusedDocument(source, [unknown]);
  if (validation === 'Strict') return refusedDocument(source, yield* typeProblems(kubectl, object));
  yield* kubectl.log('W', 'schema.go:145', 'cannot perform warn validation if server-side field validation is unsupported, skipping validation');
  return undefined;
}

/** An item of a list that is of no type which the server knows; all of one list are told together, after what else was in it. */
class UnknownItem extends CommandError {
  override readonly name = 'UnknownItem';
}

/** Which type an item of a list does not have. */
function unknownItem({ apiVersion = '', kind = '' }: AnyObject): UnknownItem {
  const missing = apiVersion === '' ? "Object 'apiVersion' is missing in 'object has no apiVersion field'" : kind === '' ? "Object 'Kind' is missing in 'object has no kind field '" : undefined;
  return new UnknownItem(missing === undefined
    ? `unable to recognize no matches for kind ${quote(String(kind))} in version ${quote(String(apiVersion))}`
    : `unable to get type info from the object "*unstructured.Unstructured": ${missing}`);
}

/** What the server serves; what validates documents asks for their schemas first, and so fails in its own words. */
function* discoveryFor(kubectl: Kubectl, source: string, { validates, suffices }: { readonly validates: boolean; readonly suffices: (remembered: Discovery) => boolean }): Process<Discovery> {
  try {
    return yield* kubectl.discovery(validates ? 0 : 1, suffices);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (!validates) throw new CommandError(`unable to recognize ${quote(source)}: Get ${quote(`${kubectl.api.server.url}/api?timeout=32s`)}: ${error.cause.message}`);
    throw new CommandError(`error validating ${quote(source)}: error validating data: failed to download openapi: Get ${quote(`${kubectl.api.server.url}/openapi/v2?timeout=32s`)}: ${error.cause.message}; if you choose to ignore these errors, turn validation off with --validate=false`);
  }
}

function* fileTarget(kubectl: Kubectl, { object, list }: Found, source: string, { validation = 'Ignore', selectsAsWritten = false, selector = '', allNamespaces = false, staysUnplaced = false }: Selection): Process<Target> {
  const { group, version } = parseApiVersion(textAt(object, 'apiVersion'));
  const kind = textAt(object, 'kind');
  if (list && (version === '' || kind === '')) return { type: 'error', error: unknownItem(object) };
  const discovery = yield* discoveryFor(kubectl, source, { validates: validation !== 'Ignore', suffices: (remembered) => remembered.forKind(group, version, kind) !== undefined });
  const mapping = version === '' ? versionless(discovery.forGroupKind(group, kind)) : discovery.forKind(group, version, kind);
  if (!mapping && list) return { type: 'error', error: unknownItem(object) };
  if (!mapping) {
    const error = new CommandError(`resource mapping not found for name: ${quote(nameOf(object))} namespace: ${quote(namespaceOf(object))} from ${quote(source)}: no matches for kind ${quote(kind)} in version ${quote(textAt(object, 'apiVersion'))}\nensure CRDs are installed first`);
    return { type: 'error', error };
  }
  try {
    return { type: 'file', mapping, ...(staysUnplaced && namespaceOf(object) === '' ? { object, namespace: undefined } : placed(kubectl, object, mapping, allNamespaces)), name: nameOf(object), source, ...(selectsAsWritten || selector === '' ? {} : { labels: selector }) };
  } catch (error) {
    return { type: 'error', error: operating(error) };
  }
}

/** A kind whose version was not said is known, but requests for it go to an address that nobody serves. */
const versionless = (mapping: Mapping | undefined): Mapping | undefined => mapping && { ...mapping, version: '' };

/** Whether nobody is to be asked: objects are as the files have them. */
export const isLocal = ({ flags }: Kubectl): boolean => flags.has('local') && flags.bool('local');

/** What is said where the server is to try what nobody is to ask it. */
export const serverDryRunOfLocal = (): CommandError => new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');

/** The object in the namespace that it or the command line names. */
function placed(kubectl: Kubectl, object: AnyObject, mapping: Mapping, isEverywhere: boolean): { readonly object: AnyObject; readonly namespace: string | undefined } {
  if (!mapping.namespaced || isLocal(kubectl)) return { object, namespace: undefined };
  const own = namespaceOf(object);
  if (own === '' && isEverywhere) throw new CommandError(`no namespace set on resource ${resourceAndVersion(mapping)} ${quote(nameOf(object))}`);
  if (own === '') return { object: withField(object, ['metadata', 'namespace'], kubectl.namespace), namespace: kubectl.namespace };
  if (kubectl.isNamespaceEnforced && own !== kubectl.namespace) {
    throw new CommandError(`the namespace from the provided object ${quote(own)} does not match the namespace ${quote(kubectl.namespace)}. You must pass '--namespace=${own}' to perform this operation.`);
  }
  return { object, namespace: own };
}

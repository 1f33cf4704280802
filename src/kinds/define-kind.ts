// What a kind is: its names, its types, and the pure functions that give it meaning.
// Upstream: k8s.io/apiserver registry/rest (create and update strategies), kubectl's table printers

import type { Decoded } from './decode.ts';
import { definitionOf, discoveredResources } from './facts.ts';
import type { User } from './credentials.ts';
import type { FieldError } from './field-error.ts';
import type { JSONSchemaProps } from './generated/types.ts';
import type { Defaulted, GroupVersionKind, GroupVersionResource, KubeInput, KubeObject } from './object.ts';
import { apiVersionOf } from './object.ts';
import type { FieldModel } from './managed-fields/field-model.ts';
import type { NameValidator } from './names.ts';
import { validateDnsSubdomainName } from './names.ts';

/** What a table cell can hold. */
export type CellValue = string | number | boolean | null;

/** One column of the table that `kubectl get` prints. */
export interface Column<Stored> {
  /** As the server names it: `Name`, `Up-to-date`. */
  readonly name: string;
  readonly type: 'boolean' | 'date' | 'integer' | 'number' | 'string';
  readonly format?: string;
  /** Shown only by `-o wide`. */
  readonly wide?: boolean;
  /** As `wide`, where it is a number that somebody chose. */
  readonly priority?: number;
  readonly description?: string;
  cell(object: Stored, nowMs: number): CellValue;
}

/** How the scale subresource reads and writes an object. */
export interface ScaleSubresource<Stored> {
  /** How many are wanted; undefined when the object does not say, which is no answer to who asks for the scale. */
  replicas(object: Stored): number | undefined;
  currentReplicas(object: Stored): number;
  /** The label selector in text form. */
  selector(object: Stored): string;
  withReplicas(object: Stored, replicas: number): Stored;
  /** Where the wanted number stands; `.spec.replicas` unless said. */
  readonly path?: string;
}

/** The types of functions that a kind holds as values: as methods, so that a registry can hold kinds of every type. */
interface Functions<Stored> {
  field(object: Stored): string;
  hasChanged(next: Stored, previous: Stored): boolean;
}

/** A part of the spec that only the subresource of its name may change. */
export interface PartSubresource<Stored extends KubeObject> {
  /** The object with that part of another; everything else stays as it is. */
  take(next: Stored, current: Stored): Stored;
  /** What is wrong with such a change. */
  validate(next: Stored, previous: Stored): readonly FieldError[];
}

/** That a kind is another one in another version: the same objects, written and read in another form. */
export interface KindView {
  /** The kind whose objects they are; its file says what they mean. */
  readonly of: AnyKind;
  /** A stored object as who writes in this version finds it: without what the version does not know. Absent: it knows all. */
  found?(object: KubeObject): KubeObject;
  /** A written object in the form of that kind. */
  toStored(input: KubeInput): KubeInput;
  /** An object of that kind in the form of this one. */
  fromStored(object: KubeObject): KubeObject;
  /** Errors of a new object that is written in this form; as for any other unless said. */
  validateCreate?(object: KubeObject): readonly FieldError[];
  /** Errors of a change that is written in this form; as for any other unless said. */
  validateUpdate?(next: KubeObject, previous: KubeObject): readonly FieldError[];
  /** What fields may be selected by here, each with the name by which the kind knows it; the same as there unless said. */
  readonly selectableFields?: ReadonlyMap<string, string>;
}

/** A look of a kind's own validation at the metadata of a change: as at a new object's, or at what of it changes. */
export type MetadataLook = 'new' | 'change';

/** How often a kind's own validation looks at the metadata of a change; what is wrong with it is a cause each time. */
export interface MetadataLooks {
  /** Whether a new object's is looked at only when nothing else is wrong with it. */
  readonly isLast?: boolean;
  /** Of the object itself; one look at the change unless said. */
  readonly ofChange?: readonly MetadataLook[];
  /** Of a write to its status; one look at the change unless said. */
  readonly ofStatus?: readonly MetadataLook[];
  /** Whether every look tells of the metadata before any tells of the rest. */
  readonly areFirst?: boolean;
}

/** What an author says about a kind. Everything that the recorded facts already say is not repeated here. */
export interface KindBehaviour<Input extends KubeInput, Stored extends KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;

  /** Fills in what the schema calls optional; the one place where such a field may be missing. */
  defaults?(input: Input): Defaulted<Stored>;
  /** Which names are allowed; a DNS subdomain unless said. */
  readonly validateName?: NameValidator;
  /** Errors of a new object's own fields; its metadata is checked before. */
  validateCreate?(object: Stored): readonly FieldError[];
  /** Errors of a changed object, what may not change included; metadata is checked before. Without it, `validateCreate` is used. */
  validateUpdate?(next: Stored, previous: Stored): readonly FieldError[];
  readonly metadataLooks?: MetadataLooks;
  /** Errors of a write to the status subresource. */
  validateStatusUpdate?(next: Stored, previous: Stored): readonly FieldError[];
  /** The warning that goes with every answer about the kind, reads too, because its version is deprecated. */
  readonly deprecation?: string;
  /** Warnings about a new object that is refused, too. */
  warningsBefore?(object: Stored): readonly string[];
  /** Warnings that go with an accepted write. */
  warnings?(object: Stored, previous: Stored | undefined): readonly string[];

  /** The status of a new object, whatever the client wrote there; `{}` unless said. */
  initialStatus?(object: Stored): Stored['status'];
  /** The last touch before a new object is validated; who makes it is told too. */
  prepareForCreate?(object: Stored, user: User): Stored;
  /** The last touch before a changed object is validated; the old status is already put back. `now` is an RFC 3339 time. */
  prepareForUpdate?(next: Stored, previous: Stored, now: string): Stored;
  /** The last touch before a changed status is validated; everything but status and metadata is already the old one. `now` is an RFC 3339 time. */
  prepareForStatusUpdate?(next: Stored, previous: Stored, now: string): Stored;
  /** Whether metadata.generation counts changes: of the spec, or as the function says. */
  readonly generation?: 'spec' | Functions<Stored>['hasChanged'];

  /** What can have managers of its own; by the kind's definition unless said, as custom resources do. */
  readonly fieldModel?: FieldModel;
  readonly scale?: ScaleSubresource<Stored>;
  /** By the name of their subresource. */
  readonly parts?: Readonly<Record<string, PartSubresource<Stored>>>;
  /** Without it the table has Name and Age. The Name column is the author's too. */
  readonly columns?: readonly Column<Stored>[];
  /** In which order a table shows objects; in that of their keys unless said. */
  compareRows?(a: Stored, b: Stored): number;
  /** Field selectors beyond metadata.name and metadata.namespace. */
  readonly selectableFields?: Readonly<Record<string, Functions<Stored>['field']>>;
  /** How one is told that a field is none to select by, where that is in the kind's own words. */
  unselectable?(field: string): string;
  /** Whether a PUT may create the object. */
  readonly allowCreateOnUpdate?: boolean;
  /** Whether a PUT without resourceVersion is accepted; true unless said. */
  readonly allowUnconditionalUpdate?: boolean;
  /** Seconds that deletion waits, from the request's or the object's own; undefined: deleted at once. */
  deletionGraceSeconds?(object: Stored, requested: number | undefined): number | undefined;
  /** What happens to dependents when the request does not say; Background unless said. */
  readonly defaultPropagation?: 'Background' | 'Orphan';
  /** What is told to who deletes objects and does not say it. */
  readonly defaultPropagationWarning?: string;
  /** Set where the kind is only another version of one: then nothing else need be said of it. */
  readonly view?: KindView;
  /** How written objects are read where no recorded definition says it. Throws a DecodeError. */
  readonly read?: (value: unknown) => Decoded;
  /** The same for what an apply made, in which nulls are what somebody said. */
  readonly readMerged?: (value: unknown) => Decoded;
  /** A stored object as it is seen: by rules that are newer than it is, or with defaults that come of what the server added. */
  fromStorage?(object: Stored): Stored;
  /** The object as its deletion begins, where that is more than a mark in its metadata. `now` is an RFC 3339 time. */
  markForDeletion?(object: Stored, now: string): Stored;
  /** Set where a CustomResourceDefinition, called `definition`, says what the objects are. */
  readonly custom?: { readonly definition: string; readonly schema: JSONSchemaProps };
  /** Where etcd holds it, below `/registry/`; the plural unless said. */
  readonly registryPath?: string;
}

/** A kind as the rest of the cluster uses it: the author's part with the recorded names and everything defaulted. */
export interface Kind<Input extends KubeInput, Stored extends KubeObject> extends KindBehaviour<Input, Stored> {
  readonly apiVersion: string;
  readonly gvk: GroupVersionKind;
  readonly gvr: GroupVersionResource;
  readonly plural: string;
  readonly singular: string;
  readonly listKind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** Whether objects of the kind are kept. Of the others a server only answers what it is asked: reviews, the states of components. */
  readonly isStored: boolean;
  /** Names of the subresources that discovery lists: `status`, `scale`, `log`. */
  readonly subresources: readonly string[];
  readonly hasStatus: boolean;
  /** The full name of its OpenAPI definition. */
  readonly definition: string;
  readonly registryPath: string;
  readonly allowUnconditionalUpdate: boolean;
  readonly allowCreateOnUpdate: boolean;
  readonly defaultPropagation: 'Background' | 'Orphan';
  readonly validateName: NameValidator;
  defaults(input: Input): Defaulted<Stored>;
}

/** Any kind, where its types do not matter. */
export type AnyKind = Kind<KubeInput, KubeObject>;

/** Completes a kind with its recorded facts. A group, version and kind that the recorded API does not have is a bug. */
export function defineKind<Input extends KubeInput, Stored extends KubeObject>(
  behaviour: KindBehaviour<Input, Stored>,
): Kind<Input, Stored> {
  const { group, version, kind } = behaviour;
  const listed = discoveredResources(group, version);
  const resource = listed.find((entry) => entry.kind === kind && !entry.name.includes('/'));
  const definition = definitionOf(behaviour);
  if (!resource || definition === undefined) {
    throw new Error(`${apiVersionOf(behaviour)} ${kind} is not in the recorded facts of the API`);
  }
  const plural = resource.name;
  const subresources = listed
    .filter((entry) => entry.name.startsWith(`${plural}/`))
    .map((entry) => entry.name.slice(plural.length + 1));
  return {
    registryPath: behaviour.view?.of.registryPath ?? plural,
    allowUnconditionalUpdate: true,
    allowCreateOnUpdate: false,
    defaultPropagation: 'Background',
    validateName: validateDnsSubdomainName,
    // Without an author's own, the written and the stored form differ in nothing.
    defaults: (input) => ({ ...input, metadata: input.metadata ?? {} }) as unknown as Defaulted<Stored>,
    ...behaviour,
    apiVersion: apiVersionOf(behaviour),
    gvk: { group, version, kind },
    gvr: { group, version, resource: plural },
    plural,
    singular: resource.singularName,
    listKind: `${kind}List`,
    shortNames: resource.shortNames ?? [],
    categories: resource.categories ?? [],
    namespaced: resource.namespaced,
    verbs: resource.verbs,
    isStored: resource.verbs.includes('watch'),
    subresources,
    hasStatus: subresources.includes('status'),
    definition,
  };
}

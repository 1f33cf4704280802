import type { EntityId } from './ids.ts';

/** A file of the editor; it is also a file in the workstation's home directory. */
export interface EditorFile {
  readonly name: string;
  readonly text: string;
}

/** What came of an `apply` command. */
export interface Applied {
  readonly type: 'applied';
  readonly request: number;
  readonly mode: 'apply' | 'dryRun' | 'diff';
  /** kubectl's exit status and what it wrote. */
  readonly status: number;
  readonly output: string;
  /** What was stored or would be. */
  readonly objects: readonly { readonly id: EntityId; readonly action: string }[];
  readonly refusals: readonly Refusal[];
}

/** A document that was not accepted; the page finds the line from the file, the document and the field. */
export interface Refusal {
  readonly file: string;
  /** Which `---` document of the file, from 0; absent when the file could not be split. */
  readonly document?: number;
  /** The server's (or kubectl's) words, to the letter. */
  readonly message: string;
  readonly code?: number;
  readonly reason?: string;
  /** Line from 1, when the message itself names one (YAML errors). */
  readonly line?: number;
  readonly causes: readonly { readonly field: string; readonly message: string }[];
  /** The request that was refused. */
  readonly about?: EntityId;
}

/** A kind that a definition of the world adds, in one of its versions. */
export interface CustomKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** `spec.versions[].schema.openAPIV3Schema` of the definition. */
  readonly schema: object;
}

/** All kinds that definitions add: what the editor knows beside the built-in ones. Sent whenever they changed. */
export interface CustomKinds {
  readonly type: 'customKinds';
  readonly kinds: readonly CustomKind[];
}

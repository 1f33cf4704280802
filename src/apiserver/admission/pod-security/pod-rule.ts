import { compareText } from '../../../base/index.ts';
import type { Container, EphemeralContainer, ObjectMetaInput, PodSpec } from '../../../kinds/index.ts';

/** What of a Pod the rules look at: of a Pod itself, or of the template of a workload. */
export interface PodShape {
  readonly metadata: ObjectMetaInput;
  readonly spec: PodSpec;
}

/** What is wrong with a Pod: `hostPort`, and `container "c" uses hostPort 80`. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** A rule in the form that it has from a minor version on. */
export interface RuleVersion {
  readonly since: number;
  readonly find: (pod: PodShape) => Violation | undefined;
}

/** A rule of the Pod Security Standards. */
export interface PodRule {
  /** As upstream names it: rules of a level are told in the order of their names. */
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  /** Which rule of the baseline it stands for as well. */
  readonly overrides?: string;
  /** The newest first. */
  readonly versions: readonly RuleVersion[];
}

/** A container of any sort, as far as rules go. */
export type AnyContainer = Container | EphemeralContainer;

/** All containers: those of the beginning first. */
export function containersOf({ initContainers, containers, ephemeralContainers }: PodSpec): readonly AnyContainer[] {
  return [...(initContainers ?? []), ...containers, ...(ephemeralContainers ?? [])];
}

/** Names of the containers that something is true of. */
export function namesOf(spec: PodSpec, isConcerned: (container: AnyContainer) => boolean): readonly string[] {
  return containersOf(spec).filter(isConcerned).map(({ name }) => name);
}

/** `container "a"`, `containers "a", "b"`. */
export function named(sort: string, names: readonly string[]): string {
  return `${pluralOf(sort, names.length)} ${quoted(names)}`;
}

/** `"a", "b"` */
export function quoted(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(', ');
}

/** The word, with an s for anything but one. */
export function pluralOf(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}

/** The different words in their order. */
export function sortedSet(words: Iterable<string>): readonly string[] {
  return [...new Set(words)].sort(compareText);
}

/** Who says something: `pod`, `pod and container "a"`, `containers "a", "b"`. */
export function setters(isPod: boolean, names: readonly string[]): string {
  return [...(isPod ? ['pod'] : []), ...(names.length > 0 ? [named('container', names)] : [])].join(' and ');
}

/** Whether the Pod says that it is for Windows, where many of the rules mean nothing. */
export function isForWindows({ os }: PodSpec): boolean {
  return os?.name === 'windows';
}

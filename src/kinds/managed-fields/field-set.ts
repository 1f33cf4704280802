// Sets of fields, in the form in which they are stored: FieldsV1. Equal sets are one object, so that a thousand objects of
// one template share theirs, and most questions about two sets are answered by a glance.
// Upstream: sigs.k8s.io/structured-merge-diff fieldpath Set

import { isObject } from '../../base/index.ts';
import { compareSteps, isKnownStep, isStep, self } from './path-step.ts';

/**
 * A set, or what of it lies below a step: the steps that lead on. `{}` below a step: the element that it leads to and nothing
 * below; with `.`: that element too; otherwise only what lies below. No set is empty: undefined stands for none.
 */
export interface FieldSet {
  readonly [step: string]: FieldSet;
}

/** The element alone. */
export const leaf: FieldSet = Object.freeze({});

/** Whether the set, looked at below a step, holds the element that the step leads to. */
export function isMember(set: FieldSet): boolean {
  return set === leaf || self in set;
}

/** What of a set lies below a step. */
export function below(set: FieldSet | undefined, step: string): FieldSet | undefined {
  return set && Object.hasOwn(set, step) ? set[step] : undefined;
}

/** A place in the tree of all sets that are known: by the steps up to here, each with what lies below it. */
class Shape {
  set: FieldSet | undefined;
  /** Nearly all lead on in one way. */
  private step = '';
  private below: FieldSet | undefined;
  private first: Shape | undefined;
  private others: Map<string, Map<FieldSet, Shape>> | undefined;

  /** The place one step farther; made if it is new. */
  next(step: string, below: FieldSet): Shape {
    if (step === this.step && below === this.below && this.first) return this.first;
    return this.first ? this.other(step, below) : this.begin(step, below);
  }

  private begin(step: string, below: FieldSet): Shape {
    this.step = step;
    this.below = below;
    return (this.first = newShape());
  }

  private other(step: string, below: FieldSet): Shape {
    this.others ??= new Map();
    let bySet = this.others.get(step);
    if (!bySet) this.others.set(step, (bySet = new Map()));
    let next = bySet.get(below);
    if (!next) bySet.set(below, (next = newShape()));
    return next;
  }
}

let shapes = new Shape();
let shapeCount = 0;
/** How many shapes are kept before they are forgotten: equal sets made before and after are then two objects. */
const shapeLimit = 4_000;

function newShape(): Shape {
  if (++shapeCount > shapeLimit) {
    shapes = new Shape();
    shapeCount = 0;
  }
  return new Shape();
}

/** Collects what lies below a step, and makes the set of it. */
export class SetBuilder {
  #steps: string[] = [];
  #sets: FieldSet[] = [];

  /** Adds what lies below a step; undefined adds nothing. */
  add(step: string, set: FieldSet | undefined): void {
    if (!set) return;
    let at = this.#steps.length;
    // They come nearly in order.
    while (at > 0 && compareSteps(this.#steps[at - 1] ?? '', step) > 0) at--;
    if (at === this.#steps.length) {
      this.#steps.push(step);
      this.#sets.push(set);
    } else {
      this.#steps.splice(at, 0, step);
      this.#sets.splice(at, 0, set);
    }
  }

  /** The set of what was added, with the element above it or without; undefined when there is nothing. */
  build(hasSelf: boolean): FieldSet | undefined {
    const steps = this.#steps;
    if (steps.length === 0) return hasSelf ? leaf : undefined;
    let shape = hasSelf ? shapes.next(self, leaf) : shapes;
    for (let index = 0; index < steps.length; index++) shape = shape.next(steps[index] ?? '', this.#sets[index] ?? leaf);
    return (shape.set ??= this.#make(hasSelf));
  }

  #make(hasSelf: boolean): FieldSet {
    const made: Record<string, FieldSet> = {};
    if (hasSelf) made[self] = leaf;
    for (let index = 0; index < this.#steps.length; index++) made[this.#steps[index] ?? ''] = this.#sets[index] ?? leaf;
    known.add(made);
    return made;
  }
}

/** Sets that were made here. */
const known = new WeakSet<object>([leaf]);

/** The set that a stored FieldsV1 is; undefined when it is none or empty. Throws nothing: what is no FieldsV1 is `invalid`. */
export function readFieldSet(value: unknown): FieldSet | 'invalid' | undefined {
  if (!isObject(value)) return 'invalid';
  if (known.has(value)) return value === leaf ? undefined : (value as FieldSet);
  const read = readBelow(value);
  return read === leaf ? undefined : read;
}

function readBelow(value: Readonly<Record<string, unknown>>): FieldSet | 'invalid' {
  const builder = new SetBuilder();
  let hasSelf = false;
  for (const step of Object.keys(value)) {
    const inner = value[step];
    if (step === self) hasSelf = true;
    else if (!isStep(step)) return 'invalid';
    else if (!isKnownStep(step)) continue; // of a form that is yet to come, with all that lies below it
    else if (!isObject(inner)) return 'invalid';
    else {
      const read = readBelow(inner);
      if (read === 'invalid') return 'invalid';
      builder.add(step, read);
    }
  }
  return builder.build(hasSelf) ?? leaf;
}

/** What is in either. */
export function union(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (!a || a === b) return b;
  if (!b) return a;
  const builder = new SetBuilder();
  for (const step in a) if (step !== self) builder.add(step, union(a[step], below(b, step)));
  for (const step in b) if (step !== self && !Object.hasOwn(a, step)) builder.add(step, b[step]);
  return builder.build(isMember(a) || isMember(b));
}

/** What is in both. */
export function intersection(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (!a || !b) return undefined;
  if (a === b) return a;
  const builder = new SetBuilder();
  for (const step in a) if (step !== self) builder.add(step, intersection(a[step], below(b, step)));
  return builder.build(isMember(a) && isMember(b));
}

/** What is in the first and not in the second. */
export function difference(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (!a || a === b) return undefined;
  if (!b) return a;
  const builder = new SetBuilder();
  for (const step in a) if (step !== self) builder.add(step, difference(a[step], below(b, step)));
  return builder.build(isMember(a) && !isMember(b));
}

/** What is in the first and neither in the second nor below one of its members. */
export function recursiveDifference(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (!a || !b) return a;
  if (isMember(b)) return undefined;
  const builder = new SetBuilder();
  for (const step in a) if (step !== self) builder.add(step, recursiveDifference(a[step], below(b, step)));
  return builder.build(isMember(a));
}

/** Whether two sets have the same members. */
export function isSameSet(a: FieldSet | undefined, b: FieldSet | undefined): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && !difference(a, b) && !difference(b, a);
}

/** The set of these paths, each a list of steps. */
export function setOf(paths: readonly (readonly string[])[]): FieldSet | undefined {
  let set: FieldSet | undefined;
  for (const steps of paths) {
    let branch: FieldSet | undefined = leaf;
    for (const step of [...steps].reverse()) {
      const builder = new SetBuilder();
      builder.add(step, branch);
      branch = builder.build(false);
    }
    set = union(set, branch);
  }
  return set;
}

/** The paths of a set's members: of each element the members right below it, then what lies below those and others. */
export function pathsOf(set: FieldSet | undefined): string[][] {
  const paths: string[][] = [];
  const walk = (inner: FieldSet, path: readonly string[]): void => {
    const steps = Object.keys(inner).filter((step) => step !== self);
    for (const step of steps) if (isMember(inner[step] ?? leaf)) paths.push([...path, step]);
    for (const step of steps) walk(inner[step] ?? leaf, [...path, step]);
  };
  if (set) walk(set, []);
  return paths;
}

// How often the metadata of a change is looked at: what is wrong with it is a cause each time.
// Upstream: k8s.io/apiserver pkg/registry/rest BeforeUpdate; the ValidateUpdate of each kind's strategy

import type { AnyKind, FieldError, MetadataLook } from '../../kinds/index.ts';

/** What is wrong with changed metadata, by who looks at it. */
export interface MetadataErrors {
  /** What may not change: only a look at the change finds it. */
  readonly changed: readonly FieldError[];
  /** Labels, annotations, owners: every look finds what is wrong with them. */
  readonly maps: readonly FieldError[];
  /** A beginning of names that no object's may have. */
  readonly beginning: readonly FieldError[];
  /** One that only the kind does not let pass: a look at the object as a new one finds it. */
  readonly ownBeginning: readonly FieldError[];
  /** Names of finalizers that no object may have: only a look at the object as a new one finds them. */
  readonly finalizers: readonly FieldError[];
  /** Those that are nobody's, of a kind that cares. */
  readonly plainFinalizers: readonly FieldError[];
}

const usually: readonly MetadataLook[] = ['change'];

function ownLooks({ metadataLooks }: AnyKind, ofStatus: boolean): readonly MetadataLook[] {
  return (ofStatus ? metadataLooks?.ofStatus : metadataLooks?.ofChange) ?? usually;
}

/** What is wrong with the rest of a changed object: all of it, and what would be wrong with it as a new one. */
export interface RestErrors {
  readonly all: readonly FieldError[];
  readonly asNew: readonly FieldError[];
}

/** The errors of a change with those of its metadata, each as often as it is told: a look tells of the metadata first, then of the rest. */
export function inRounds(spoken: AnyKind, ofStatus: boolean, { changed, maps, beginning, ownBeginning, finalizers, plainFinalizers: plain }: MetadataErrors, { all, asNew }: RestErrors): readonly FieldError[] {
  const told: FieldError[] = [...beginning, ...maps, ...finalizers, ...changed, ...maps];
  const own = ownLooks(spoken, ofStatus);
  let rest = all;
  for (const [index, look] of own.entries()) {
    told.push(...(look === 'new' ? [...ownBeginning, ...maps, ...finalizers, ...plain] : [...changed, ...maps, ...plain]));
    const here = index === own.length - 1 ? rest.length : spoken.metadataLooks?.areFirst ? 0 : shareOf(look, rest, asNew);
    told.push(...rest.slice(0, here));
    rest = rest.slice(here);
  }
  return [...told, ...rest];
}

/** How many errors a look tells that is not the last: of the object as a new one what is wrong with that, of the change what else is. */
function shareOf(look: MetadataLook, rest: readonly FieldError[], asNew: readonly FieldError[]): number {
  const at = look === 'new' ? 0 : Math.max(rest.length - asNew.length, 0);
  if (!isSame(rest.slice(at, at + asNew.length), asNew)) return look === 'new' ? 0 : rest.length;
  return look === 'new' ? asNew.length : at;
}

const isSame = (some: readonly FieldError[], others: readonly FieldError[]): boolean =>
  some.length === others.length && some.every(({ field, body }, index) => field === others[index]?.field && body === others[index].body);

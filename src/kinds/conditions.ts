// Conditions: the list by which a status tells several things at once, each with the moment of its last change.

/** What conditions of every kind have in common. */
export interface AnyCondition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
}

/** The condition of a type, if it is there. */
export function findCondition<Condition extends AnyCondition>(
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** Whether the condition of a type is there and `True`. */
export function isConditionTrue(conditions: readonly AnyCondition[] | undefined, type: string): boolean {
  return findCondition(conditions, type)?.status === 'True';
}

/**
 * The list with this condition in the place of the one of its type, or at the end. The old moment of transition is kept
 * while the status stays the same; the list itself is returned when nothing changes.
 */
export function setCondition<Condition extends AnyCondition>(
  conditions: readonly Condition[] | undefined,
  next: Condition,
): readonly Condition[] {
  const list = conditions ?? [];
  const at = list.findIndex((condition) => condition.type === next.type);
  const old = at < 0 ? undefined : list[at];
  if (!old) return list.concat(next);
  const { lastTransitionTime } = old;
  const kept = old.status === next.status && lastTransitionTime !== undefined ? { ...next, lastTransitionTime } : next;
  return isSame(old, kept) ? list : list.with(at, kept);
}

function isSame<Condition extends object>(a: Condition, b: Condition): boolean {
  const keys = Object.keys(a) as (keyof Condition)[];
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

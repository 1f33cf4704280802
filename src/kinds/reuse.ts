// Keeping what does not change: an object that comes out of defaulting as it went in stays the same object.

/** The built object, or the one it was built from when all their fields are the same. */
export function reuse<Built extends object>(from: object, built: Built): Built {
  const before = from as Readonly<Record<string, unknown>>;
  const after = built as Readonly<Record<string, unknown>>;
  for (const key in after) if (after[key] !== before[key]) return built;
  for (const key in before) if (!(key in after)) return built;
  return from as Built; // equal field by field
}

/** Builds each item anew; the list itself is returned when every item stays the same. */
export function reuseList<From, Built>(from: readonly From[], build: (item: From) => Built): readonly Built[] {
  const built = from.map(build);
  const isSame = built.every((item, index) => Object.is(item, from[index]));
  return isSame ? (from as readonly unknown[] as readonly Built[]) : built; // the same items
}

/** The same fields, to be set one after the other while the value is made. */
export type Writable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

/** A copy of a JSON object to be changed, of the same hidden class as all such copies: see `withFields`. */
export function copyOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.assign({}, fields);
}

/**
 * A copy of an object that has some fields more, or others. All such copies have one hidden class. Written as
 * `{ ...base, more }`, the engine of Node 20 gives every copy one of its own, and whatever reads many of them turns slow.
 */
export function withFields<Base extends object, More extends object>(base: Base, more: More): Omit<Base, keyof More> & More {
  const copy = Object.assign({}, base) as Base & Writable<More>;
  for (const name in more) copy[name] = more[name] as (Base & Writable<More>)[typeof name];
  return copy;
}

// Completing what an author wrote, so that whatever is complete already stays the same object.

import { copyOf } from '../base/index.ts';

/** The input with these fields; one that is undefined stays as the input has it. */
export type Completed<Input, Fields> = Omit<Input, keyof Fields> & {
  readonly [K in keyof Fields as undefined extends Fields[K] ? never : K]: Fields[K];
} & {
  readonly [K in keyof Fields as undefined extends Fields[K] ? K : never]?: Exclude<Fields[K], undefined>;
};

/** A copy of the input with these fields, or the input itself when it has them all. An undefined field is left alone. */
export function complete<Input extends object, Fields extends object>(input: Input, fields: Fields): Completed<Input, Fields> {
  const before = input as Readonly<Record<string, unknown>>;
  const after = fields as Readonly<Record<string, unknown>>;
  let copy: Record<string, unknown> | undefined;
  for (const key in after) {
    const value = after[key];
    if (value === undefined || value === before[key]) continue;
    copy ??= copyOf(before);
    copy[key] = value;
  }
  return (copy ?? before) as Completed<Input, Fields>; // by construction
}

/** The input without fields whose features are off, which upstream drops as if nobody had written them. */
export function dropDisabled<Input extends object>(input: Input, ...fields: readonly (keyof Input)[]): Input {
  if (fields.every((field) => input[field] === undefined)) return input;
  const copy = copyOf(input as Readonly<Record<string, unknown>>);
  for (const field of fields) delete copy[field as string];
  return copy as Input;
}

/**
 * As `build`, but what it has made is known for complete when it comes again, as the specs of objects do with each write; and
 * of what it has completed once, as the spec of a template, it knows what that became.
 */
export function completeOnce<Input extends object | undefined, Built extends object>(build: (input: Input) => Built): (input: Input) => Built {
  const made = new WeakMap<object, Built>();
  return (input) => {
    const known = input && made.get(input);
    if (known) return known;
    const built = build(input);
    made.set(built, built);
    if (input) made.set(input, built);
    return built;
  };
}

/** Completes each item of a list; the list itself is returned when every item is complete already. */
export function completeList<Input, Built>(items: readonly Input[], build: (item: Input) => Built): readonly Built[] {
  let copy: Built[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const item = items[index] as Input; // within the list
    const built = build(item);
    if (copy) copy.push(built);
    else if (!Object.is(built, item)) copy = [...(items.slice(0, index) as readonly unknown[] as readonly Built[]), built];
  }
  return copy ?? (items as readonly unknown[] as readonly Built[]); // nothing was changed
}

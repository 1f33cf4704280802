// Lists and maps that somebody said and left empty. Go has them but does not write them, so they are in no object here; errors
// show them all the same, and whoever compares objects as Go does sees a difference.

/** Where an object keeps, by the names of their fields, the empty values that were said. Copies of the object have it too. */
const note = Symbol('said, and empty');

interface Noted {
  readonly [note]?: Readonly<Record<string, readonly [] | Readonly<Record<string, never>>>>;
}

/** Notes at an object that is being made that this field was said to be an empty list or map. */
export function noteSaidEmpty(object: object, field: string, value: unknown): void {
  const noted: { -readonly [Key in keyof Noted]: Noted[Key] } = object;
  noted[note] = { ...noted[note], [field]: Array.isArray(value) ? [] : {} };
}

/** What was said for a field, empty or not; undefined when nothing was. */
export function saidIn<Type extends object, Field extends keyof Type & string>(object: Type, field: Field): Type[Field] | readonly [] | Readonly<Record<string, never>> | undefined {
  return object[field] ?? saidEmptyIn(object, field);
}

/** The empty list or map that was said for a field. */
export function saidEmptyIn(object: object, field: string): readonly [] | Readonly<Record<string, never>> | undefined {
  const noted: Noted = object;
  return noted[note]?.[field];
}

/** A field as Go has it: an empty list or map that was said is more than none, though both may be written as null. */
export function valueIn(fields: Readonly<Record<string, unknown>>, field: string): unknown {
  const value = fields[field];
  return value === null ? (saidEmptyIn(fields, field) ?? null) : value;
}

/** Notes at an object that something in it was said to be empty, so that whoever keeps it need not look. */
export function noteSaidEmptyWithin(object: object): void {
  noteSaidEmpty(object, '', {});
}

/** An object as it is kept: what was empty is forgotten, at all depths. */
export function withoutSaidEmpty<Value extends object>(object: Value): Value {
  return saidEmptyIn(object, '') ? (JSON.parse(JSON.stringify(object)) as Value) : object;
}

/** Whether something was said to be empty, at any depth. */
export function saysEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const noted: Noted = value;
  const fields = value as Readonly<Record<string, unknown>>;
  // What is there by default after all is not empty.
  const isEmpty = Object.keys(noted[note] ?? {}).some((field) => field !== '' && fields[field] === undefined);
  return isEmpty || Object.values(value).some(saysEmpty);
}

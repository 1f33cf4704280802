type Fields = Readonly<Record<string, unknown>>;

/** The value with something else at a place in it; with nothing there when that is undefined. */
export function replaced(value: unknown, [step, ...rest]: readonly (number | string)[], to: unknown): unknown {
  if (step === undefined) return to;
  const next = replaced((value as Fields | undefined)?.[step], rest, to);
  if (Array.isArray(value)) return next === undefined ? value.filter((_, index) => index !== step) : value.map((item: unknown, index) => (index === step ? next : item));
  const { [step]: _, ...others } = (value ?? {}) as Fields;
  return next === undefined ? others : { ...(value as Fields), [step]: next };
}

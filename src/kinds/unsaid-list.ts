/** Stands where a list is always written and none was said: errors show it as Go shows one that is not there, `null`. */
export const unsaidList: readonly never[] = Object.freeze([]);

/** Whether a value stands for a list that was not said. */
export const isUnsaid = (value: unknown): boolean => value === unsaidList;

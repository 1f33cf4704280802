/** Generates what is not up to date; at once when all is. */
export function ensureGenerated(): void;

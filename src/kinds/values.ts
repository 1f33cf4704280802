// The plain values that the API's types are made of.

/** An amount as text, such as `100m` or `8Gi`. */
export type Quantity = string;
/** A port or a count: a number, or a name or percentage as text. */
export type IntOrString = number | string;
/** An RFC 3339 time with whole seconds, such as `2026-01-01T00:00:00Z`. */
export type Time = string;
/** An RFC 3339 time with six decimals, such as `2026-01-01T00:00:00.000000Z`. */
export type MicroTime = string;
/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

// The Common Expression Language as Kubernetes uses it. Knows no Kubernetes objects: they come with schemas and as JSON.

export { compile } from './compile.ts';
export type { Compiled, Outcome, Program } from './compile.ts';
export { environment } from './environment.ts';
export type { Environment, ObjectShape } from './environment.ts';
export { quantityValue } from './functions/quantities.ts';
export { readRegex } from './functions/regex.ts';
export { semverValue } from './functions/versions.ts';
export type { Bindings } from './run.ts';
export * from './types.ts';
export { BudgetError, CelError, CelList, Duration, EntryMap, isMap, none, Opaque, Optional, Timestamp, TypeValue, Uint } from './values.ts';
export type { CelMap, OpaqueBehaviour, Value } from './values.ts';
export { reservedWords } from './parse.ts';
export { escapeField, unescapeField } from './field-names.ts';
export { schemaType } from './schema.ts';
export type { Schema, SchemaType, Shapes } from './schema.ts';
export { valueOfAnyJson, valueOfJson } from './schema-values.ts';
export { jsonOfValue } from './values-to-json.ts';
export { authorizerTypes, authorizerValue, resourceCheckValue } from './functions/authorizer.ts';
export type { Answer, Authorizer, Question, ResourceQuestion } from './functions/authorizer.ts';
export { estimateCost } from './estimate.ts';
export type { Range } from './cost-range.ts';
export * from './limits.ts';
export { readDeclarations } from './declarations.ts';

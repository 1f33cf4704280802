// Data structures and parsing with no domain.

export * from './assert.ts';
export * from './bytes.ts';
export * from './duration.ts';
export * from './go-quote.ts';
export * from './hash.ts';
export * from './int-or-string.ts';
export * from './ip.ts';
export * from './json.ts';
export * from './lists.ts';
export * from './logarithm.ts';
export * from './lru.ts';
export * from './quantity.ts';
export * from './sorted-map.ts';
export * from './tab-writer.ts';
export * from './time.ts';
export * from './yaml/read.ts';
export type { YamlAlias, YamlMapping, YamlNode, YamlScalar, YamlSequence } from './yaml/parser.ts';
export { YamlError } from './yaml/yaml-error.ts';
export type { Mark } from './yaml/yaml-error.ts';
export { naturalOrder, writeYaml } from './yaml/write.ts';
export * from './json-reader.ts';
export * from './yaml/documents.ts';
export { webToken } from './web-token.ts';
export * from './with-fields.ts';

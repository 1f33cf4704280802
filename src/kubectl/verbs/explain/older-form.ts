// Explanations as kubectl wrote them before it read OpenAPI v3: `--output=plaintext-openapiv2`.
// Upstream: k8s.io/kubectl pkg/explain

import { compareText, utf8Bytes } from '../../../base/index.ts';
import { descriptionOf, referencedDefinition, resolveSchema } from '../../../kinds/index.ts';
import type { Schema } from '../../../kinds/index.ts';
import { contentOf } from './place.ts';
import type { Content, Place } from './place.ts';

const width = 80;
const textIndent = ' '.repeat(5);
const fieldIndent = ' '.repeat(3);

/** A type in the older words: whatever has fields is an Object. */
function typeName(schema: Schema): string {
  if (referencedDefinition(schema) !== undefined) {
    const { type } = resolveSchema(schema);
    return type === undefined || type === 'object' ? 'Object' : type;
  }
  if (schema.items) return `[]${typeName(schema.items)}`;
  if (schema.additionalProperties) return `map[string]${typeName(schema.additionalProperties)}`;
  return schema.type === undefined || schema.type === 'object' ? 'Object' : schema.type;
}

/**
 * Lines filled anew; empty ones, items of lists, what follows a colon and what is set in by four spaces stay where they are.
 * An empty line behind a first one that stands alone is lost, as it was in the older form.
 */
function filled(text: string): string {
  const out: string[] = [];
  let line = '';
  let lastWord = '';
  const end = (): void => {
    if (line !== '') out.push(textIndent + line);
    line = '';
  };
  for (const given of text.split('\n')) {
    const isSetIn = given.startsWith('    ');
    if (given.trim() === '' || lastWord.endsWith(':') || isSetIn || /^\s*(\d+\.?|[-*])\s/.test(given)) end();
    if (isSetIn) line = given.slice(1, given.search(/\S|$/));
    if (given.trim() === '' && out.length > 1 && out.at(-1) !== '') out.push('');
    for (const word of given.split(/\s+/)) {
      if (word === '') continue;
      if (line !== '' && textIndent.length + utf8Bytes(line).length + 1 + utf8Bytes(word).length > width) end();
      line = line === '' ? word : `${line} ${word}`;
      lastWord = word;
    }
  }
  end();
  return out.join('\n');
}

/** All fields by name, those of fields too when `isRecursive`, then without what is said of them. */
function fieldsText({ schema, definition }: Content, isRecursive: boolean, seen: ReadonlySet<Schema>): string {
  const required = new Set(schema.required);
  const indent = fieldIndent.repeat(seen.size + 1);
  return Object.entries(schema.properties ?? {}).sort(([a], [b]) => compareText(a, b)).map(([name, field]) => {
    const head = `${indent}${name}\t<${typeName(field)}>${required.has(name) ? ' -required-' : ''}\n`;
    if (!isRecursive) return `${head}${filled(descriptionOf(definition, name) ?? '<no description>')}\n\n`;
    const content = contentOf(field);
    return seen.has(content.schema) || !content.schema.properties ? head : head + fieldsText(content, true, new Set([...seen, schema]));
  }).join('');
}

/** What a kind, or the field of that name in it, is. */
export function olderExplanation(head: { readonly kind: string; readonly apiVersion: string }, place: Place, name: string | undefined, isRecursive: boolean): string {
  const { field, description, content } = place;
  const hasFields = content.schema.properties !== undefined;
  const texts = [description, descriptionOf(content.definition)].flatMap((each) => each ?? []);
  return [
    `KIND:     ${head.kind}\nVERSION:  ${head.apiVersion}\n\n`,
    name === undefined ? '' : `${hasFields ? 'RESOURCE:' : 'FIELD:   '} ${name} <${typeName(field)}>\n\n`,
    `DESCRIPTION:\n${texts.length === 0 ? filled('<empty>') : texts.map(filled).join('\n\n')}\n`,
    hasFields ? `\nFIELDS:\n${fieldsText(content, isRecursive, new Set())}` : '',
  ].join('');
}

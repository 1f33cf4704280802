// kubectl explain: the fields of a kind, as the schema has them.
// Upstream: k8s.io/kubectl pkg/cmd/explain, pkg/explain/v2

import { JsonPathError, compareText, compileJsonPath, quote } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { apiVersionOf, definitionOf, descriptionOf, parseApiVersion, referencedDefinition, resolveSchema, schemaNamed } from '../../../kinds/index.ts';
import type { Schema } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { groupVersions, resourceText } from '../../core/discovery.ts';
import type { Discovery, Mapping } from '../../core/discovery.ts';
import { CommandError } from '../../core/errors.ts';
import { publishedSchema, saidOf } from '../../resources/published-schema.ts';
import { bool, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { olderExplanation } from './older-form.ts';
import { contentOf, follow } from './place.ts';
import type { Content, Place } from './place.ts';

export const explain: Command = {
  name: 'explain', short: 'Get documentation for a resource',
  usage: 'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
  flags: [
    text('api-version', 'Get different explanations for particular API version (API group/version)'),
    text('output', 'Format in which to render the schema (plaintext, plaintext-openapiv2)', { short: 'o', value: 'plaintext' }),
    bool('recursive', 'Print the fields of fields (Currently only 1 level deep)', { short: 'R' }),
  ],
  run: runExplain,
};

/** The resource and the fields that `pods.spec.containers` and `deployments.apps.spec` name: of a name in full only the plural counts. */
function splitWord(discovery: Discovery, word: string): { readonly mapping: Mapping; readonly fields: readonly string[] } {
  const whole = word.replace(/\.$/, '');
  const [name = '', ...fields] = namesIn(whole);
  if (name === '') throw new CommandError('a resource must be present, got: /, Resource=');
  const mapping = discovery.needPlain(name);
  const full = resourceText(mapping);
  return { mapping, fields: whole.startsWith(full) ? whole.slice(full.length).split('.').slice(1) : fields };
}

/** The names of a path in which nothing but fields may stand. */
function namesIn(path: string): readonly string[] {
  try {
    const [part] = compileJsonPath(`{.${path}}`).parts;
    if (part?.type !== 'path') return [];
    return part.steps.map((step) => {
      if (step.type !== 'field') throw new CommandError('invalid jsonpath syntax, first node must be field node');
      return step.name;
    });
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new CommandError(error.message);
  }
}

function* runExplain(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  const [word] = args;
  if (word === undefined) throw new CommandError('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n');
  if (args.length > 1) throw new CommandError('We accept only this format: explain RESOURCE\n');
  const output = flags.text('output');
  const isOlder = output === 'plaintext-openapiv2';
  const discovery = yield* kubectl.discovery();
  const { mapping, fields } = splitWord(discovery, word);
  const warning = discovery.warningOf(word.split('.')[0] ?? '');
  if (warning !== undefined) yield* kubectl.err(`Warning: ${warning}\n`);
  const wanted = flags.text('api-version');
  if (wanted.split('/').length > 2) throw new CommandError(`unexpected GroupVersion string: ${wanted}`);
  const { group, version } = wanted === '' ? mapping : parseApiVersion(wanted);
  const isGroupServed = groupVersions(discovery).includes(apiVersionOf({ group, version }));
  const missing = notFound({ group, version }, mapping, { isOlder, isGroupServed });
  if (!isGroupServed) throw missing;
  if (output !== 'plaintext' && !isOlder) throw new CommandError(`unrecognized format: ${output}`);
  const definition = definitionOf({ group, version, kind: mapping.kind });
  const isServed = discovery.forKind(group, version, mapping.kind) !== undefined;
  const root = definition === undefined && isServed ? yield* publishedSchema(kubectl, { group, version, kind: mapping.kind }) : definition === undefined ? undefined : schemaNamed(definition);
  if (!root || !isServed) throw missing;
  const head = `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${mapping.kind}\nVERSION:    ${version}\n\n`;
  const place = follow(root, definition, fields);
  if (!place) {
    if (!isOlder) yield* kubectl.out(head);
    throw new CommandError(`field ${quote(fields.at(-1) ?? '')} does not exist`);
  }
  if (isOlder) return yield* kubectl.out(olderExplanation({ kind: mapping.kind, apiVersion: apiVersionOf({ group, version }) }, place, fields.at(-1), flags.bool('recursive')));
  yield* kubectl.out(head + explanation(place, fields.at(-1), flags.bool('recursive')));
}

/** What is said of a version that has no such resource; the schemas of one that is served are looked into, in vain. */
function notFound({ group, version }: Pick<Mapping, 'group' | 'version'>, { kind, resource }: Mapping, { isOlder, isGroupServed }: { readonly isOlder: boolean; readonly isGroupServed: boolean }): CommandError {
  if (isOlder) return new CommandError(`couldn't find resource for "${group}/${version}, Kind=${kind}"`);
  return new CommandError(isGroupServed ? `GVR (${group}/${version}, Resource=${resource}) not found in OpenAPI schema` : `couldn't find resource for "${group}/${version}, Resource=${resource}"`);
}

/** A type as explain writes it: `<[]ContainerPort>`, `<map[string]string>`. */
export function typeName(schema: Schema): string {
  const definition = referencedDefinition(schema);
  if (definition !== undefined) {
    const resolved = resolveSchema(schema);
    if (definition.endsWith('.IntOrString') || definition.endsWith('.Quantity')) return definition.split('.').at(-1) ?? '';
    return resolved.type === undefined || resolved.type === 'object' ? (definition.split('.').at(-1) ?? '') : resolved.type;
  }
  if (schema.items) return `[]${typeName(schema.items)}`;
  if (schema.additionalProperties) return `map[string]${typeName(schema.additionalProperties)}`;
  return schema.type === undefined || schema.type === 'object' ? 'Object' : schema.type;
}

const width = 80;

/** A text in lines of at most 80 columns behind an indentation. */
function wrapped(text: string, indent: string): string {
  return text.split('\n').map((paragraph) => {
    const lines: string[] = [];
    const [first = '', ...words] = paragraph.split(' ');
    let line = first;
    for (const word of words) {
      if (indent.length + line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = `${line} ${word}`;
    }
    return [...lines, line].map((each) => indent + each).join('\n');
  }).join('\n');
}

function enumOf(schema: Schema): readonly string[] | undefined {
  return schema.enum ?? resolveSchema(schema).enum;
}

function explanation({ field, description, content }: Place, name: string | undefined, isRecursive: boolean): string {
  const parts: string[] = [];
  if (name !== undefined) {
    const choices = enumOf(field);
    parts.push(`FIELD: ${name} <${typeName(field)}>\n${choices ? `ENUM:\n${choices.map((each) => `    ${each}\n`).join('')}` : '\n'}`);
  }
  const texts = [description, descriptionOf(content.definition) ?? (content.schema === field ? undefined : saidOf(content.schema))].flatMap((each) => each ?? []);
  parts.push(`DESCRIPTION:\n${texts.length === 0 ? '    <empty>' : wrapped(`${texts.join('\n')}\n`, '    ')}`);
  const hasFields = content.schema.properties !== undefined;
  if (hasFields) parts.push(`FIELDS:\n${fieldsText(content, 1, isRecursive, new Set())}`);
  return `${parts.join('\n')}\n${hasFields && !isRecursive ? '' : '\n'}`;
}

function fieldsText({ schema, definition }: Content, level: number, isRecursive: boolean, seen: ReadonlySet<Schema>): string {
  const required = new Set(schema.required);
  const indent = '  '.repeat(level);
  return Object.entries(schema.properties ?? {}).sort(([a], [b]) => compareText(a, b)).map(([name, field]) => {
    const choices = enumOf(field);
    const head = `${indent}${name}\t<${typeName(field)}>${required.has(name) ? ' -required-' : ''}\n${choices ? `${indent}enum: ${choices.join(', ')}\n` : ''}`;
    const content = contentOf(field);
    if (isRecursive) return seen.has(content.schema) ? head : head + fieldsText(content, level + 1, true, new Set([...seen, content.schema]));
    const description = descriptionOf(definition, name) ?? saidOf(field);
    return `${head}${description === undefined ? `${indent}  <no description>` : wrapped(description, `${indent}  `)}\n\n`;
  }).join('');
}

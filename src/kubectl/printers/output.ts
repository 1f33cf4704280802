// The output formats of objects: name, JSON, YAML, templates.
// Upstream: k8s.io/cli-runtime printers

import { base64EncodeText, findResults, goJson, jsonPathText, quote, sortKeys } from '../../base/index.ts';
import { definitionOf, inGoOrder, parseApiVersion } from '../../kinds/index.ts';
import { kindText } from '../core/discovery.ts';
import { CommandError } from '../core/errors.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { listAt, nameOf, textAt, withoutManagedFields } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { formatYaml } from '../core/yaml.ts';
import { formatKyaml } from './kyaml.ts';
import { goTemplatePrinter } from './go-template/print.ts';
import { compileForOutput, runForOutput } from './json-path-output.ts';

/** Turns objects into text, one after another. */
export type ObjectPrinter = (object: AnyObject) => string;

const allowedFormats = ['go-template', 'go-template-file', 'json', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file', 'kyaml', 'name', 'template', 'templatefile', 'yaml'];

/** `deployment.apps/web`. */
export function objectLabel(object: AnyObject): string {
  const { group } = parseApiVersion(textAt(object, 'apiVersion'));
  const name = nameOf(object);
  return `${kindText({ group, kind: textAt(object, 'kind') })}/${name === '' ? '<unknown>' : name}`;
}

/** Whether an object is a list of objects. */
export const isList = (object: AnyObject): boolean => textAt(object, 'kind').endsWith('List') && Array.isArray(object['items']);

const eachItem = (object: AnyObject): readonly AnyObject[] => (isList(object) ? (listAt(object, 'items') as readonly AnyObject[]) : [object]);

function namePrinter(operation: string): ObjectPrinter {
  const suffix = operation === '' ? '' : ` ${operation}`;
  return (object) => eachItem(object).map((item) => `${objectLabel(item)}${suffix}\n`).join('');
}

function cleaned(object: AnyObject, keepsManagedFields: boolean): AnyObject {
  if (keepsManagedFields) return object;
  if (!isList(object)) return withoutManagedFields(object);
  return { ...object, items: (listAt(object, 'items') as readonly AnyObject[]).map(withoutManagedFields) };
}

function yamlPrinter(): ObjectPrinter {
  let count = 0;
  return (object) => `${count++ > 0 ? '---\n' : ''}${formatYaml(object)}`;
}

function jsonPathPrinter(template: string, allowMissing: boolean): ObjectPrinter {
  const path = compileForOutput(template, allowMissing);
  return (object) => runForOutput(template, object, () => jsonPathText(path, object));
}

function jsonPathAsJsonPrinter(template: string, allowMissing: boolean): ObjectPrinter {
  const path = compileForOutput(template, allowMissing);
  return (object) => {
    const results = runForOutput(template, object, () => findResults(path, object));
    return results.map((values) => `${goJson(values, { indent: 4 })}\n`).join('');
  };
}

function readTemplate(kubectl: Kubectl, path: string, what: string): string {
  if (!kubectl.files.exists(kubectl.path(path))) throw new CommandError(`error reading ${what}${path}, open ${path}: no such file or directory`);
  return kubectl.files.read(kubectl.path(path));
}

/** What `-o` says; of the plain formats no capitals matter. */
function writtenFormat(kubectl: Kubectl): string {
  const output = kubectl.flags.has('output') ? kubectl.flags.text('output') : '';
  const small = output.toLowerCase();
  return ['json', 'kyaml', 'name', 'wide', 'yaml'].includes(small) ? small : output;
}

/** The format and the template that `-o` names: `jsonpath={.a}` is `jsonpath` and `{.a}`. */
export function splitOutput(kubectl: Kubectl): { readonly format: string; readonly template: string } {
  const output = writtenFormat(kubectl);
  const template = kubectl.flags.has('template') ? kubectl.flags.text('template') : '';
  const match = /^((?:jsonpath|go-template|custom-columns|template)[a-z-]*)=(.*)$/s.exec(output);
  // A second template beside the first makes the whole of `-o` the name of a format, which there is not.
  if (match && template === '') return { format: match[1] ?? '', template: match[2] ?? '' };
  return { format: output === '' && template !== '' ? 'go-template' : output, template };
}

function templateText(kubectl: Kubectl, format: string, template: string): string {
  if (template === '') throw new CommandError('template format specified but no template given');
  return format.endsWith('file') ? readTemplate(kubectl, template, '--template ') : template;
}

const allowsMissing = ({ flags }: Kubectl): boolean => !flags.has('allow-missing-template-keys') || flags.bool('allow-missing-template-keys');

const keepsManagedFields = ({ flags }: Kubectl): boolean => flags.has('show-managed-fields') && flags.bool('show-managed-fields');

/** The printer of an `-o` format; undefined when the format is none of these. */
export function formatPrinter(kubectl: Kubectl, format: string, template: string): ObjectPrinter | undefined {
  const allowMissing = allowsMissing(kubectl);
  const keeps = keepsManagedFields(kubectl);
  switch (format) {
    case 'json': return (object) => `${goJson(cleaned(object, keeps), { indent: 4 })}\n`;
    case 'kyaml': return (object) => formatKyaml(cleaned(object, keeps));
    case 'yaml': {
      const print = yamlPrinter();
      return (object) => print(cleaned(object, keeps));
    }
    case 'name': return namePrinter('');
    case 'jsonpath':
    case 'jsonpath-file': return jsonPathPrinter(templateText(kubectl, format, template), allowMissing);
    case 'jsonpath-as-json': return jsonPathAsJsonPrinter(templateText(kubectl, format, template), allowMissing);
    case 'go-template':
    case 'go-template-file':
    case 'template':
    case 'templatefile': return goTemplatePrinter(templateText(kubectl, format, template), allowMissing);
    default: return undefined;
  }
}

/** What is said about a format that does not exist. */
export function unknownFormat(format: string, allowed: readonly string[] = allowedFormats): CommandError {
  return new CommandError(`unable to match a printer suitable for the output format ${quote(format)}, allowed formats are: ${allowed.join(',')}`);
}

/** ` (dry run)`, ` (server dry run)` or nothing. */
export function dryRunSuffix(kubectl: Kubectl): string {
  const strategy = dryRunOf(kubectl);
  return strategy === 'client' ? ' (dry run)' : strategy === 'server' ? ' (server dry run)' : '';
}

/** What `--dry-run` asks for. */
export function dryRunOf(kubectl: Kubectl): 'client' | 'none' | 'server' {
  if (!kubectl.flags.has('dry-run')) return 'none';
  const given = kubectl.flags.text('dry-run');
  if (given === 'client' || given === 'none' || given === 'server') return given;
  if (given === 'unchanged' || given === 'true') return 'client';
  if (given === 'false') return 'none';
  throw new CommandError(`Invalid dry-run value (${given}). Must be "none", "server", or "client".`);
}

/** The printer that `-o` asks for; without `-o` a line such as `pod/web created`, with a word about a dry run unless the command has none. */
export function operationPrinter(kubectl: Kubectl, operation: string, suffix = dryRunSuffix(kubectl)): ObjectPrinter {
  const { format, template } = splitOutput(kubectl);
  if (format === '') return namePrinter(`${operation}${suffix}`);
  const printer = formatPrinter(kubectl, format, template);
  if (!printer) throw unknownFormat(kubectl.flags.text('output'));
  return printer;
}

/** Throws what is wrong with `-o` and `--dry-run`, before anything is done. */
export function checkOutput(kubectl: Kubectl): void {
  dryRunOf(kubectl);
  operationPrinter(kubectl, '');
}

/** The same for a command that knows the object's type: all that is no YAML has the fields in the order of the type. */
export function typedPrinter(kubectl: Kubectl, operation: string, suffix?: string): ObjectPrinter {
  const print = operationPrinter(kubectl, operation, suffix);
  const { format, template } = splitOutput(kubectl);
  const keeps = keepsManagedFields(kubectl);
  const inOrder = (object: AnyObject): unknown => {
    const definition = definitionOf({ ...parseApiVersion(textAt(object, 'apiVersion')), kind: textAt(object, 'kind') });
    return definition === undefined ? sortKeys(cleaned(object, keeps)) : inGoOrder(definition, cleaned(object, keeps));
  };
  switch (format) {
    case 'json': return (object) => `${goJson(inOrder(object), { indent: 4, keepsOrder: true })}\n`;
    case 'kyaml': return (object) => formatKyaml(inOrder(object), { keepsOrder: true });
    case 'go-template':
    case 'go-template-file':
    case 'template':
    case 'templatefile': return goTemplatePrinter(templateText(kubectl, format, template), allowsMissing(kubectl), (object) => goJson(inOrder(object), { keepsOrder: true }));
    default: return print;
  }
}

/** Objects as one `List`, as `get -o yaml` shows several. */
export function listOf(items: readonly AnyObject[]): AnyObject {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
}

/** Several objects as the type `List`: its own fields stand in the order of the type, those of the objects sorted. */
export function typedListText(kubectl: Kubectl, objects: readonly AnyObject[]): string {
  const { format } = splitOutput(kubectl);
  const list = { kind: 'List', apiVersion: 'v1', metadata: {}, items: objects.map((object) => sortKeys(cleaned(object, kubectl.flags.bool('show-managed-fields')))) };
  if (format === 'json') return `${goJson(list, { indent: 4, keepsOrder: true })}\n`;
  return format === 'kyaml' ? formatKyaml(list, { keepsOrder: true }) : operationPrinter(kubectl, '')(list);
}

/** A text as a Secret holds it. */
export const encoded = (text: string): string => base64EncodeText(text);

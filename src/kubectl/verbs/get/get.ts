// kubectl get: objects as the server's tables, or in any format.
// Upstream: k8s.io/kubectl pkg/cmd/get/get.go

import { JsonPathError, relaxedPath } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { RequestOptions, Table } from '../../../kinds/index.ts';
import { resourceText } from '../../core/discovery.ts';
import type { Mapping } from '../../core/discovery.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, ExitError, ManyErrors, operating, throwAll, usageError } from '../../core/errors.ts';
import type { AnyObject } from '../../core/object.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { CustomColumnsPrinter, columnsFromSpec, columnsFromText } from '../../printers/custom-columns.ts';
import { formatPrinter, listOf, splitOutput, unknownFormat } from '../../printers/output.ts';
import type { ObjectPrinter } from '../../printers/output.ts';
import { UnsortableError, sortBy } from '../../printers/sort.ts';
import { TablePrinter, asTable } from '../../printers/table.ts';
import { hasFiles, selectTargets, selectionFlags } from '../../resources/builder.ts';
import type { Target } from '../../resources/builder.ts';
import { isSelected } from '../../resources/label-query.ts';
import { fetchAll, getNamed, listOptions, listError } from '../../resources/fetch.ts';
import { requestRaw } from '../../resources/raw.ts';
import { getFlags } from './flags.ts';
import { tableOptions, tableSource } from './table-options.ts';
import { watchTarget } from './watch.ts';

export const get: Command = {
  name: 'get',
  short: 'Display one or many resources',
  usage: '[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]',
  flags: getFlags,
  run: runGet,
};

/** What prints objects in one piece; undefined where the server's table is shown. What is wrong with the format is told where there is something to print. */
function objectPrinter(kubectl: Kubectl): ObjectPrinter | undefined {
  const { format, template } = splitOutput(kubectl);
  if (format === '' || format === 'wide') return undefined;
  let printer: ObjectPrinter | undefined;
  return (object) => (printer ??= printerOf(kubectl, format, template))(object);
}

function printerOf(kubectl: Kubectl, format: string, template: string): ObjectPrinter {
  const hasHeaders = !kubectl.flags.bool('no-headers');
  if (format === 'custom-columns') {
    const printer = new CustomColumnsPrinter(columnsFromSpec(template), hasHeaders);
    return (object) => printer.print(object);
  }
  if (format === 'custom-columns-file') {
    if (!kubectl.files.exists(kubectl.path(template))) throw new CommandError(`error reading template ${template}, open ${template}: no such file or directory`);
    const printer = new CustomColumnsPrinter(columnsFromText(kubectl.files.read(kubectl.path(template))), hasHeaders);
    return (object) => printer.print(object);
  }
  const printer = formatPrinter(kubectl, format, template);
  if (!printer) {
    throw unknownFormat(format, ['custom-columns', 'custom-columns-file', 'go-template', 'go-template-file', 'json', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file', 'kyaml', 'name', 'template', 'templatefile', 'wide', 'yaml']);
  }
  return printer;
}

function* runGet(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  if (flags.text('raw') !== '') {
    refuseBesideRaw(kubectl, args);
    return yield* requestRaw(kubectl, 'get');
  }
  kubectl.connect();
  const selection = { ...selectionFlags(kubectl, args), typeMeansAll: true };
  const isWatch = flags.bool('watch') || flags.bool('watch-only');
  if (flags.bool('output-watch-events') && !isWatch) throw new CommandError('--output-watch-events option can only be used with --watch or --watch-only');
  if (args.length === 0 && !hasFiles(selection)) {
    yield* kubectl.err('You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n');
    throw usageError(kubectl.found.path, 'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).');
  }
  refuseLabels(kubectl);
  const printer = objectPrinter(kubectl);
  const targets = yield* selectTargets(kubectl, { ...selection, singleType: isWatch });
  if (flags.text('subresource') !== '' && targets.some((target) => target.type === 'list')) {
    throw new CommandError('subresource cannot be used when bulk resources are specified');
  }
  if (isWatch) return yield* watchTarget(kubectl, targets, printer);
  if (printer) yield* printObjects(kubectl, targets, printer);
  else yield* printTables(kubectl, targets);
}

/** Labels are a column: only of tables can they be one. */
function refuseLabels({ flags }: Kubectl): void {
  const output = flags.text('output');
  if (flags.bool('show-labels') && output !== '' && output !== 'wide') throw new CommandError(`--show-labels option cannot be used with ${output} printer`);
}

/** A raw path says all: nothing else may choose or print. */
function refuseBesideRaw({ flags }: Kubectl, args: readonly string[]): void {
  if (args.length > 0) throw new CommandError('arguments may not be passed when --raw is specified');
  if (flags.bool('watch') || flags.bool('watch-only') || flags.text('selector') !== '') {
    throw new CommandError('--raw may not be specified with other flags that filter the server request or alter the output');
  }
}

/** Whether one thing was asked for: what is wrong with it is all that is told, and one object is printed as itself and not in a list. */
function isSingle(kubectl: Kubectl, targets: readonly Target[]): boolean {
  const { flags } = kubectl;
  const files = flags.list('filename');
  const [file] = files;
  if (file !== undefined) return files.length === 1 && file !== '-' && kubectl.files.exists(kubectl.path(file)) && kubectl.files.stat(kubectl.path(file)).type !== 'directory';
  return flags.text('kustomize') !== '' || (targets.length === 1 && targets[0]?.type !== 'list');
}

function* printObjects(kubectl: Kubectl, targets: readonly Target[], printer: ObjectPrinter): Process {
  const { flags } = kubectl;
  const fetched = yield* fetchAll(kubectl, targets, flags.text('subresource'));
  const errors = withoutNotFound(kubectl, fetched.errors);
  const objects = fetched.infos.map((info) => info.object);
  if (isSingle(kubectl, targets)) {
    throwAll(errors);
    const [object] = objects;
    if (objects.length < 2) return yield* kubectl.out(object ? printer(object) : '');
  }
  if (objects.length === 0 && errors.length > 0 && targets.every((target) => target.type === 'list')) throwAll(errors);
  if (objects.length > 0 || !flags.bool('ignore-not-found')) yield* kubectl.out(printer(listOf(sortedObjects(kubectl, objects))));
  throwAll(errors);
}

function withoutNotFound(kubectl: Kubectl, errors: readonly Error[]): readonly Error[] {
  if (!kubectl.flags.bool('ignore-not-found')) return errors;
  return errors.filter((error) => !(error instanceof ApiError && error.status.reason === 'NotFound'));
}

/** Objects in the order of `--sort-by`. */
function sortedObjects(kubectl: Kubectl, objects: readonly AnyObject[]): readonly AnyObject[] {
  const path = kubectl.flags.text('sort-by');
  try {
    return path === '' ? objects : sortBy(objects, path, (object) => object);
  } catch (error) {
    refuseUnsortable(kubectl, error, 'sorter.go:329', '*unstructured.Unstructured');
    if (!(error instanceof JsonPathError)) throw error;
    throw new CommandError(error.message);
  }
}

/** Rows in the order of `--sort-by`; a path that cannot be followed leaves nothing. */
function sorted<T>(kubectl: Kubectl, items: readonly T[], objectOf: (item: T) => unknown): readonly T[] {
  const path = kubectl.flags.text('sort-by');
  if (path === '') return items;
  try {
    return sortBy(items, path, objectOf);
  } catch (error) {
    refuseUnsortable(kubectl, error, 'sorter.go:375', '[][][]reflect.Value');
    if (!(error instanceof JsonPathError)) throw error;
    return [];
  }
}

/** What has no order ends the run from the middle of the sorting, with where and in which of Go's types it was found. */
function refuseUnsortable(kubectl: Kubectl, error: unknown, place: string, container: string): void {
  if (!(error instanceof UnsortableError)) return;
  const field = relaxedPath(kubectl.flags.text('sort-by'));
  throw new ExitError(1, kubectl.logLine('F', place, `Field ${field} in ${container} is an unsortable type: interface, err: ${error.message}`));
}

interface FetchedTable {
  readonly mapping: Mapping;
  readonly table: Table;
}

/** The table of one target; a long list comes in chunks that are put together. */
function* fetchTable(kubectl: Kubectl, target: Target): Process<readonly FetchedTable[]> {
  if (target.type === 'error') throw target.error;
  const { mapping, namespace } = target;
  const extra: RequestOptions = kubectl.flags.text('sort-by') === '' ? {} : { includeObject: 'Object' };
  if (target.type !== 'list') {
    const body = yield* getNamed(kubectl, { mapping, namespace, name: target.name, subresource: kubectl.flags.text('subresource'), as: tableSource(kubectl), options: extra });
    const table = asTable(body, kubectl.wallMs);
    // What came is a table, and it is the table that is asked for labels.
    const isMeant = target.type !== 'file' || isSelected({}, target.labels ?? '');
    return isMeant ? [{ mapping, table }] : [];
  }
  const chunks: FetchedTable[] = [];
  let next: string | undefined;
  try {
    do {
      const options = { ...listOptions(target, kubectl.flags.int('chunk-size')), ...extra, ...(next === undefined ? undefined : { continue: next }) };
      const table = asTable(yield* kubectl.api.ask('list', { mapping, namespace, options, as: tableSource(kubectl) }), kubectl.wallMs);
      chunks.push({ mapping, table });
      next = table.metadata.continue === '' ? undefined : table.metadata.continue;
    } while (next !== undefined);
  } catch (error) {
    throw listError(operating(error), target);
  }
  return chunks;
}

function* printTables(kubectl: Kubectl, targets: readonly Target[]): Process {
  const fetched: FetchedTable[] = [];
  const errors: Error[] = [];
  let count = 0;
  for (const target of targets) {
    try {
      fetched.push(...(yield* fetchTable(kubectl, target)));
      count++;
    } catch (error) {
      errors.push(operating(error));
    }
  }
  const remaining = withoutNotFound(kubectl, errors);
  const kinds = new Set(fetched.map(({ mapping }) => resourceText(mapping)));
  if (count > 1) refuseSorting(kubectl, fetched);
  const text = tablesText(kubectl, fetched, kinds.size > 1);
  yield* kubectl.out(text);
  if (text === '' && remaining.length === 0 && !kubectl.flags.bool('ignore-not-found')) yield* kubectl.err(nothingFound(kubectl, targets));
  // Even one is told as one of several.
  if (remaining.length > 0) throw new ManyErrors(remaining);
}

/** Several tables are sorted as the tables that they are, which have no field of what is in them. */
function refuseSorting(kubectl: Kubectl, fetched: readonly FetchedTable[]): void {
  sortedObjects(kubectl, fetched.map(({ table: { apiVersion, kind, metadata } }) => ({ apiVersion, kind, metadata })));
}

function nothingFound(kubectl: Kubectl, targets: readonly Target[]): string {
  const allNamespaced = targets.every((target) => target.type === 'error' || target.mapping.namespaced);
  const isScoped = allNamespaced && !kubectl.flags.bool('all-namespaces');
  return isScoped ? `No resources found in ${kubectl.namespace} namespace.\n` : 'No resources found\n';
}

/** All tables, those of one kind under one line of headers, an empty line between kinds. */
function tablesText(kubectl: Kubectl, fetched: readonly FetchedTable[], withKind: boolean): string {
  const parts: string[] = [];
  let printer: TablePrinter | undefined;
  let last = '';
  const flush = (): void => {
    const text = printer?.flush() ?? '';
    if (text !== '') parts.push(text);
  };
  for (const { mapping, table } of fetched) {
    if (!printer || resourceText(mapping) !== last) {
      flush();
      printer = new TablePrinter(tableOptions(kubectl, mapping, withKind));
      last = resourceText(mapping);
    }
    printer.add({ ...table, rows: sorted(kubectl, table.rows, (row) => row.object) });
  }
  flush();
  return parts.join(kubectl.flags.bool('no-headers') ? '' : '\n');
}

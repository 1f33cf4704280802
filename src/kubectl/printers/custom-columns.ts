// Columns that the person chooses: `-o custom-columns=NAME:.metadata.name`.
// Upstream: k8s.io/kubectl pkg/cmd/get/customcolumn.go

import { JsonPathError, TabWriter, compileJsonPath, findResults, getStyle, goText, relaxedPath } from '../../base/index.ts';
import type { JsonPath } from '../../base/index.ts';
import { CommandError, PrintingError } from '../core/errors.ts';
import type { AnyObject } from '../core/object.ts';
import { listAt } from '../core/object.ts';
import { isList } from './output.ts';

interface CustomColumn {
  readonly header: string;
  /** What is between braces, whether it is a path or not. */
  readonly path: string;
}

function column(header: string, spec: string): CustomColumn {
  try {
    return { header, path: relaxedPath(spec) };
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new CommandError(error.message);
  }
}

/** Reads `HEADER:path,HEADER:path`. */
export function columnsFromSpec(spec: string): readonly CustomColumn[] {
  if (spec === '') throw new CommandError('custom-columns format specified but no custom columns given');
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return column(part.slice(0, colon), part.slice(colon + 1));
  });
}

/** Reads a file with headers in its first line and paths in its second. */
export function columnsFromText(text: string): readonly CustomColumn[] {
  const [headers = [], specs] = text.split('\n').filter((line) => line.trim() !== '').map((line) => line.trim().split(/\s+/));
  if (!specs) throw new CommandError('invalid template, missing spec line. Expected format is one line of space separated headers, one line of space separated column specs.');
  if (headers.length !== specs.length) {
    throw new CommandError(`number of headers (${headers.length}) and field specifications (${specs.length}) don't match`);
  }
  return headers.map((header, index) => column(header, specs[index] ?? ''));
}

/** Prints objects with these columns, the headers once. */
export class CustomColumnsPrinter {
  readonly #columns: readonly CustomColumn[];
  #paths: readonly JsonPath[] | undefined;
  readonly #writer = new TabWriter(getStyle);

  constructor(columns: readonly CustomColumn[], hasHeaders: boolean) {
    this.#columns = columns;
    if (hasHeaders) this.#writer.write(`${columns.map(({ header }) => header).join('\t')}\n`);
  }

  /** The lines of an object, or of each object of a list. */
  print(object: AnyObject): string {
    const objects = isList(object) ? (listAt(object, 'items') as readonly AnyObject[]) : [object];
    this.#paths ??= this.#compile();
    const paths = this.#paths;
    for (const each of objects) this.#writer.write(`${this.#followed(() => paths.map((path) => cell(path, each))).join('\t')}\n`);
    return this.#writer.flush();
  }

  #compile(): readonly JsonPath[] {
    return this.#followed(() => this.#columns.map(({ path }) => compileJsonPath(path)));
  }

  /** Where one is no path, or cannot be followed, the headers and what came before stand there all the same. */
  #followed<T>(follow: () => T): T {
    try {
      return follow();
    } catch (error) {
      if (!(error instanceof JsonPathError)) throw error;
      throw new PrintingError(this.#writer.flush(), error.message);
    }
  }
}

function cell(path: JsonPath, object: AnyObject): string {
  const values = findResults(path, object)[0] ?? [];
  return values.length === 0 ? '<none>' : values.map(goText).join(',');
}

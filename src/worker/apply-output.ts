import { isObject, readDocuments } from '../base/index.ts';
import { objectId } from '../protocol/index.ts';
import type { EditorFile, EntityId, Refusal } from '../protocol/index.ts';
import { kindWord } from './kind-names.ts';
import type { KindNames } from './kind-names.ts';

/** One `---` document of a file, as far as it names an object. */
interface Named {
  readonly file: string;
  readonly document: number;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

const codes: Readonly<Record<string, number>> = {
  BadRequest: 400, Unauthorized: 401, Forbidden: 403, NotFound: 404, MethodNotAllowed: 405, AlreadyExists: 409, Conflict: 409, Invalid: 422,
  TooManyRequests: 429, InternalError: 500, ServiceUnavailable: 503, Timeout: 504,
};

/** What kubectl said was stored, by its `deployment.apps/web created` lines. */
export function objectsIn(kinds: KindNames, output: string, files: readonly EditorFile[]): readonly { readonly id: EntityId; readonly action: string }[] {
  const documents = documentsOf(files);
  return [...output.matchAll(/^([a-z0-9.-]+)\/(\S+) (created|configured|unchanged|serverside-applied|pruned)\b/gm)].flatMap(([, resource = '', name = '', action = '']) => {
    const kind = kinds.ofSingular(resource);
    if (!kind) return [];
    const document = documents.find((candidate) => candidate.kind === kind.kind && candidate.name === name);
    return [{ id: objectId({ kind: kindWord(kind), namespace: kind.namespaced ? (document?.namespace ?? 'default') : '', name }), action }];
  });
}

/** The refusals in kubectl's output, each with the document that it is about. */
export function refusalsIn(kinds: KindNames, output: string, files: readonly EditorFile[]): readonly Refusal[] {
  const documents = documentsOf(files);
  return blocksOf(output).map((block) => refusalOf(kinds, block, documents, files));
}

const beginning = /^(Error from server|error: |error when |The [A-Z]\w* "|resource mapping not found|unable to |Unable to |The request is invalid|The connection to the server)/;

/** Each complaint with the lines that go on with it. */
function blocksOf(output: string): readonly string[] {
  const blocks: string[] = [];
  for (const line of output.split('\n')) {
    const last = blocks.length - 1;
    if (beginning.test(line)) blocks.push(line);
    else if (last >= 0 && (line.startsWith('* ') || line.startsWith('ensure CRDs'))) blocks[last] += `\n${line}`;
  }
  return blocks;
}

function refusalOf(kinds: KindNames, block: string, documents: readonly Named[], files: readonly EditorFile[]): Refusal {
  const reason = /^Error from server \((\w+)\)/.exec(block)?.[1] ?? (/^The \w+ "[^"]*" is invalid/.test(block) ? 'Invalid' : undefined);
  const code = reason === undefined ? undefined : codes[reason];
  const line = /(?:^|yaml: )line (\d+):/.exec(block)?.[1];
  const document = documentOf(kinds, block, documents);
  const file = document?.file ?? fileIn(block, files);
  return {
    file,
    ...(document ? { document: document.document } : {}),
    message: block,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    ...(line === undefined ? {} : { line: Number(line) }),
    causes: causesIn(block),
  };
}

/** `field: message` pairs of an invalid object. */
function causesIn(block: string): Refusal['causes'] {
  const [, rest] = /^The \w+ "[^"]*" is invalid: ([\s\S]*)$/.exec(block) ?? [];
  if (rest === undefined) return [];
  const lines = rest.trim().startsWith('* ') ? rest.trim().split('\n').map((line) => line.replace(/^\* /, '')) : [rest.trim()];
  return lines.flatMap((text) => {
    const [, field, message] = /^([^\s:]+): ([\s\S]*)$/.exec(text) ?? [];
    return field === undefined || message === undefined ? [] : [{ field, message }];
  });
}

function fileIn(block: string, files: readonly EditorFile[]): string {
  const [first] = files;
  const named = files.find(({ name }) => block.includes(`"${name}"`) || block.includes(`parsing ${name}:`) || block.includes(name));
  return (named ?? first)?.name ?? '';
}

/** The document that a complaint is about: by kind and name as the server tells them. */
function documentOf(kinds: KindNames, block: string, documents: readonly Named[]): Named | undefined {
  const file = /error when (?:creating|replacing|applying patch[\s\S]*?for:|retrieving[\s\S]*?from) "([^"]+)"/.exec(block)?.[1];
  const among = file === undefined ? documents : documents.filter((document) => document.file === file);
  const [, invalidKind, invalidName] = /^The (\w+) "([^"]*)" is invalid/.exec(block) ?? [];
  if (invalidKind !== undefined) return among.find(({ kind, name }) => kind === invalidKind && name === invalidName) ?? among.find(({ kind }) => kind === invalidKind);
  for (const [, plural = '', name] of block.matchAll(/([a-z]+)(?:\.[a-z0-9.-]+)? "([^"]+)"/g)) {
    const kind = kinds.ofPlural(plural)?.kind;
    const found = kind === undefined ? undefined : among.find((document) => document.kind === kind && document.name === name);
    if (found) return found;
  }
  const handled = /(\w+) in version "[^"]*" cannot be handled/.exec(block)?.[1] ?? /no matches for kind "(\w+)"/.exec(block)?.[1];
  return handled === undefined ? (among.length === 1 ? among[0] : undefined) : among.find(({ kind }) => kind === handled);
}

function documentsOf(files: readonly EditorFile[]): readonly Named[] {
  return files.flatMap(({ name: file, text }) => {
    const named: Named[] = [];
    let at = 0;
    for (const document of readDocuments(text)) {
      if ('value' in document && isObject(document.value)) named.push({ file, document: at, ...nameOf(document.value) });
      at++;
    }
    return named;
  });
}

function nameOf(value: Readonly<Record<string, unknown>>): Pick<Named, 'kind' | 'name' | 'namespace'> {
  const metadata = isObject(value['metadata']) ? value['metadata'] : {};
  const { name, namespace } = metadata;
  return {
    kind: typeof value['kind'] === 'string' ? value['kind'] : '',
    name: typeof name === 'string' ? name : '',
    namespace: typeof namespace === 'string' ? namespace : undefined,
  };
}

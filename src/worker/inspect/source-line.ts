import { isObject, readDocuments } from '../../base/index.ts';
import type { World } from '../../cluster/index.ts';
import { FileError, joinPath } from '../../machine/index.ts';
import { parseObjectId } from '../../protocol/index.ts';
import type { EntityId, WhyStep } from '../../protocol/index.ts';
import { kindOfWord } from '../kind-names.ts';

/** The line of the manifest from which a command made the object; undefined when the command reads no file. */
export function sourceOf(world: World, command: string, about: EntityId | undefined): WhyStep['source'] {
  const files = [...command.matchAll(/(?:-f|--filename)[ =]+('[^']+'|\S+)/g)].map(([, name = '']) => name.replaceAll("'", ''));
  const wanted = about === undefined ? undefined : parseObjectId(about);
  for (const file of files) {
    const text = readFile(world, file);
    const line = text === undefined ? undefined : lineOf(text, wanted);
    if (text !== undefined && line !== undefined) return { file, line, text: (text.split('\n')[line - 1] ?? '').trim() };
  }
  return undefined;
}

function readFile({ workstation }: World, file: string): string | undefined {
  try {
    return workstation.sandbox.files.read(joinPath(workstation.home, file));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return undefined;
  }
}

/** Where the document of that kind and name says what kind it is. */
function lineOf(text: string, wanted: { readonly kind: string; readonly name: string } | undefined): number | undefined {
  const lines = text.split('\n');
  for (const document of readDocuments(text)) {
    if (!('value' in document) || !isObject(document.value)) continue;
    const metadata = isObject(document.value['metadata']) ? document.value['metadata'] : {};
    if (wanted && (document.value['kind'] !== kindOfWord(wanted.kind) || metadata['name'] !== wanted.name)) continue;
    const from = document.line;
    const kindLine = lines.findIndex((line, index) => index >= from && /^\s*kind:/.test(line));
    return (kindLine < 0 ? from : kindLine) + 1;
  }
  return undefined;
}

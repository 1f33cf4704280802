import { FileError, joinPath } from '../../machine/index.ts';
import type { FileSystem } from '../../machine/index.ts';

/** What a web server finds for a path below its root. */
export type StaticFile =
  | { readonly verdict: 'file'; readonly path: string; readonly text: string; readonly modifiedMs: number }
  | { readonly verdict: 'redirect' }
  | { readonly verdict: 'not-found'; readonly path: string }
  | { readonly verdict: 'forbidden'; readonly path: string };

const types: Readonly<Record<string, string>> = {
  html: 'text/html', htm: 'text/html', txt: 'text/plain', css: 'text/css', js: 'application/javascript', json: 'application/json', xml: 'text/xml', svg: 'image/svg+xml', png: 'image/png', ico: 'image/x-icon',
};

/** The media type of a file's name. */
export function typeOf(path: string): string {
  return types[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}

/** Finds the file that a URL's path means; a directory stands for its index. */
export function findStatic(files: FileSystem, root: string, urlPath: string, indexes: readonly string[] = ['index.html', 'index.htm']): StaticFile {
  const clean = urlPath.split(/[?#]/)[0] ?? '/';
  let path = joinPath(root, `.${clean}`);
  if (!path.startsWith(root) || !files.exists(path)) return { verdict: 'not-found', path };
  if (files.stat(path).type === 'directory') {
    if (!clean.endsWith('/')) return { verdict: 'redirect' };
    const index = indexes.find((name) => files.exists(`${path}/${name}`));
    if (index === undefined) return { verdict: 'forbidden', path };
    path = joinPath(path, index);
  }
  try {
    return { verdict: 'file', path, text: files.read(path), modifiedMs: files.stat(path).modifiedMs };
  } catch (error) {
    if (error instanceof FileError) return { verdict: 'forbidden', path };
    throw error;
  }
}

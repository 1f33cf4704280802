// What a proxy answers by itself: files, and that there is nothing or that nothing may be asked.
// Upstream: Go's net/http (Error, FileServer)

import { utf8Length } from '../../../base/index.ts';
import type { FileSystem, HttpResponse } from '../../../machine/index.ts';

/** A refusal in one line. */
export function plainRefusal(status: number, text: string): HttpResponse {
  const body = `${text}\n`;
  return { type: 'http.response', status, headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', 'content-length': String(utf8Length(body)) }, body };
}

/** The answer where nothing is. */
export const notServed: HttpResponse = plainRefusal(404, '404 page not found');

/** A file of a folder, or the list of a folder's files. @param path below the folder, with its query */
export function fileResponse(files: FileSystem, folder: string, path: string): HttpResponse {
  const [plain = ''] = path.split('?');
  const at = `${folder}/${plain}`.replace(/\/+$/, '');
  if (plain.split('/').includes('..') || !files.exists(at)) return notServed;
  const isFolder = files.stat(at).type === 'directory';
  const body = isFolder ? folderPage(files, at) : files.read(at);
  return { type: 'http.response', status: 200, headers: { 'content-type': isFolder ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8', 'content-length': String(utf8Length(body)) }, body };
}

function folderPage(files: FileSystem, folder: string): string {
  const links = files.list(folder).map((name) => (files.stat(`${folder}/${name}`).type === 'directory' ? `${name}/` : name)).map((name) => `<a href="${name}">${name}</a>\n`);
  return `<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n${links.join('')}</pre>\n`;
}

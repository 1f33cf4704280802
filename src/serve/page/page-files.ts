import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** Below which path the page is; everything else belongs to the API. */
export const pagePath = '/orrery/';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ttf': 'font/ttf', '.woff2': 'font/woff2', '.wasm': 'application/wasm',
};

/** Whether a request is for the page. */
export function isForPage({ url = '' }: IncomingMessage): boolean {
  return url === pagePath.slice(0, -1) || url.startsWith(pagePath);
}

/** Whether the page has been built in that folder. */
export function hasPage(folder: string): boolean {
  return isFile(join(folder, 'index.html'));
}

/** Answers with a file of the page that was built in `folder`. */
export function answerWithFile(folder: string, { method, url = '' }: IncomingMessage, response: ServerResponse): void {
  if (method !== 'GET' && method !== 'HEAD') return say(response, 405, 'The page is only read.');
  const { pathname } = new URL(url, 'http://server');
  if (pathname === pagePath.slice(0, -1)) return void response.writeHead(308, { location: pagePath }).end();
  const name = decoded(pathname.slice(pagePath.length)) || 'index.html';
  const path = normalize(join(folder, name));
  if (name.includes('\0') || !path.startsWith(normalize(`${folder}/`)) || !isFile(path)) {
    return say(response, 404, hasPage(folder) ? 'There is no such file.' : 'The page has not been built: npm run build');
  }
  const isNamedByContent = name.startsWith('assets/');
  response.writeHead(200, {
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'cache-control': isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY',
  });
  if (method === 'HEAD') response.end();
  else createReadStream(path).on('error', () => response.destroy()).pipe(response);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return '\0';
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function say(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

/** An absolute path without `.`, `..` and double slashes. */
export function normalizePath(path: string): string {
  if (isNormal(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Most paths are normal already; whether they are is quickly seen. */
function isNormal(path: string): boolean {
  return path.startsWith('/') && !path.includes('//') && !path.includes('/.') && (path.length === 1 || !path.endsWith('/'));
}

/** `path` as seen from the directory `base`. */
export function joinPath(base: string, path: string): string {
  return normalizePath(path.startsWith('/') ? path : `${base}/${path}`);
}

/** The directory above; `/` is its own. */
export function parentOf(path: string): string {
  const normal = normalizePath(path);
  return normal.slice(0, Math.max(1, normal.lastIndexOf('/')));
}

// What Kubernetes says of its types and their fields: the comments of the typings in the package kubernetes-models.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const files = new Map([...typings(join(root, 'node_modules/@kubernetes-models/apimachinery')), ...typings(join(root, 'node_modules/kubernetes-models'))]);

/** Every typing below a folder, by `group.version.Type`. */
function typings(folder) {
  const found = new Map();
  const walk = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const at = join(path, entry.name);
      if (entry.isDirectory()) walk(at);
      else if (entry.name.endsWith('.d.ts')) {
        const parts = relative(folder, at).replace('.d.ts', '').split('/');
        const type = parts.pop();
        const version = parts.pop();
        const group = (parts.pop() ?? 'core').split('.')[0];
        found.set(`${group}.${version}.${type}`, at);
      }
    }
  };
  walk(folder);
  return found;
}

/** A comment without its markup, with its line breaks. */
function plain(comment) {
  return comment.split('\n').map((line) => line.replace(/^\s*\*? ?/, '')).join('\n').trim().replaceAll('\\*', '*').replaceAll('*\\/', '*/');
}

/** The texts about a definition (`io.k8s.api.core.v1.Pod`): its own, and those of its fields by name. */
export function commentsOf(definition) {
  const [group, version, type] = definition.split('.').slice(-3);
  const file = files.get(`${group}.${version}.${type}`);
  if (!file) return { own: undefined, fields: new Map() };
  const text = readFileSync(file, 'utf8');
  const comment = '\\/\\*\\*\\n((?:(?!\\*\\/)[\\s\\S])*)\\*\\/\\s*';
  const own = new RegExp(`${comment}export (?:interface|type|declare class)`).exec(text)?.[1];
  const fields = [...text.matchAll(new RegExp(`${comment}"([^"]+)"\\??:`, 'g'))].map(([, words, name]) => [name, plain(words)]);
  return { own: own === undefined ? undefined : plain(own), fields: new Map(fields) };
}

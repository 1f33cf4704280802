// Asks the real kubectl for the help of each of its commands, and keeps what they say of themselves: the first part and the
// examples (src/kubectl/core/help-prose.json). Flags, lists of commands and usage lines are printed from our own commands.
// What it gives each shell to load stands in src/kubectl/verbs/completion/scripts.json.
// Usage: node scripts/record-kubectl-help.mjs PATH_OF_KUBECTL
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [, , kubectl = 'kubectl'] = process.argv;
const target = fileURLToPath(new URL('../src/kubectl/core/help-prose.json', import.meta.url));

/** The parts of a help text by their headings; what comes before the first one is under ''. */
function partsOf(text) {
  const parts = { '': [] };
  let current = '';
  for (const line of text.split('\n')) {
    const heading = /^([A-Z][A-Za-z &()]*):$/.exec(line)?.[1];
    if (heading !== undefined) parts[(current = heading)] = [];
    else parts[current].push(line);
  }
  return Object.fromEntries(Object.entries(parts).map(([name, lines]) => [name, lines.join('\n').replace(/\s+$/, '')]));
}

const prose = {};
const waiting = [[]];
for (let words = waiting.shift(); words; words = waiting.shift()) {
  const parts = partsOf(execFileSync(kubectl, [...words, '--help'], { encoding: 'utf8' }));
  const examples = parts.Examples?.replaceAll(/^ {2}/gm, '');
  prose[words.join(' ')] = examples === undefined ? { long: parts[''] } : { long: parts[''], examples };
  for (const [heading, text] of Object.entries(parts)) {
    if (!/commands/i.test(heading)) continue;
    for (const [, name] of text.matchAll(/^ {2}(\S+)/gm)) waiting.push([...words, name]);
  }
}
const sorted = Object.fromEntries(Object.entries(prose).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(target, `${JSON.stringify(sorted, null, 2)}\n`);
const scripts = Object.fromEntries(['bash', 'fish', 'powershell', 'zsh'].map((shell) => [shell, execFileSync(kubectl, ['completion', shell], { encoding: 'utf8' })]));
writeFileSync(fileURLToPath(new URL('../src/kubectl/verbs/completion/scripts.json', import.meta.url)), `${JSON.stringify(scripts, null, 2)}\n`);
console.log(`${Object.keys(sorted).length} commands`);

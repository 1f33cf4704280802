// What our own kubectl says of its commands, their flags and their use is what the real one says.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { realTools } from '../../src/doors/fidelity/real/tools.ts';
import { helpText, optionsText } from '../../src/kubectl/core/help.ts';
import prose from '../../src/kubectl/core/help-prose.json' with { type: 'json' };
import { findCommand } from '../../src/kubectl/core/run.ts';
import { root, rootHelp } from '../../src/kubectl/root.ts';
import { missing } from './support.ts';

/** Commands that have not all flags yet: what they would do is not there either. */
const unfinished = new Set(['kuberc', 'kuberc set', 'kuberc view', 'proxy']);

const commands = Object.keys(prose).filter((words) => !unfinished.has(words));

function ours(words: readonly string[]): string {
  if (words.length === 0) return rootHelp();
  if (words[0] === 'options') return optionsText();
  const { found, rest } = findCommand(root, words);
  expect(rest, `${words.join(' ')} is a command`).toEqual([]);
  return helpText(found);
}

/** Lists are aligned to other widths; white space inside of lines is not compared. */
const withoutWidths = (text: string): string => text.replaceAll(/[ \t]+/g, ' ').replaceAll(/ $/gm, '');

describe.skipIf(missing !== undefined)('the help of', () => {
  const tools = realTools();
  const kubectl = 'folder' in tools ? join(tools.folder, 'kubectl') : '';
  test.each(commands)('kubectl %s', (command) => {
    const words = command.split(' ').filter((word) => word !== '');
    const real = execFileSync(kubectl, words[0] === 'options' ? words : [...words, '--help'], { encoding: 'utf8', env: { HOME: '/root' } });
    expect(withoutWidths(ours(words))).toBe(withoutWidths(real));
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { playConversation } from './play.ts';

const root = join(import.meta.dirname, '../../../test/golden/raft');
const recorded = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt'))
  .sort();

describe('a recorded conversation is answered word for word', () => {
  test('there are conversations', () => {
    expect(recorded.length).toBeGreaterThanOrEqual(151);
  });

  test.each(recorded)('%s', (name) => {
    const text = readFileSync(join(root, name), 'utf8');
    expect(playConversation(text)).toBe(text);
  });
});

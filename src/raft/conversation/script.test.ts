import { describe, expect, test } from 'vitest';
import { playConversation } from './play.ts';
import { parseDirective, parseScript } from './script.ts';

describe('a script', () => {
  test('has words, values and lists of values', () => {
    expect(parseDirective('stabilize 1  2 log-level=none drop=(3, 4)')).toEqual({
      command: 'stabilize',
      args: [
        { key: '1', values: [] },
        { key: '2', values: [] },
        { key: 'log-level', values: ['none'] },
        { key: 'drop', values: ['3', '4'] },
      ],
    });
  });

  test('keeps comments and input, and drops the answers it had', () => {
    const text = '# why\n\npropose-conf-change 1\nv4 r3\n----\nold\nanswer\n\nlog-level none\n----\nok\n';
    expect(parseScript(text)).toEqual([
      {
        lines: ['# why', '', 'propose-conf-change 1', 'v4 r3'],
        directive: { command: 'propose-conf-change', args: [{ key: '1', values: [] }], input: 'v4 r3' },
      },
      {
        lines: ['', 'log-level none'],
        directive: { command: 'log-level', args: [{ key: 'none', values: [] }], input: '' },
      },
    ]);
  });

  test('may have lines as other machines end them, and parts with names', () => {
    const script = 'subtest usual\r\n\r\nlog-level none\r\n----\r\nold\r\n\r\nsubtest end\r\n\r\n';
    expect(playConversation(script)).toBe('subtest usual\n\nlog-level none\n----\nok\n\nsubtest end\n');
  });

  test('is answered where no answer stood yet', () => {
    const script = 'log-level none\n\nadd-nodes 1 voters=(1) index=2\n----\n\nraft-state';
    expect(playConversation(script)).toBe(
      'log-level none\n----\nok\n\nadd-nodes 1 voters=(1) index=2\n----\nok\n\nraft-state\n----\nok\n',
    );
  });
});

describe('a mistake is told in place, and the conversation goes on', () => {
  test.each([
    { line: 'fly 1', answer: 'unknown command' },
    { line: 'campaign 9', answer: 'there is no node 9: 1 were added' },
    { line: 'campaign', answer: 'strconv.Atoi: parsing "": invalid syntax' },
    { line: 'log-level loud', answer: 'log levels must be either of [DEBUG INFO WARN ERROR FATAL NONE]' },
    { line: 'deliver-msgs 1 type=MsgX', answer: 'unknown message type MsgX' },
    { line: 'transfer-leadership from=1 to=7', answer: 'expected valid "to" argument' },
    { line: 'compact 1 99', answer: 'compact 99 is out of bound lastindex(2)' },
    { line: 'compact 1 1', answer: 'requested index is unavailable due to compaction' },
    { line: 'add-nodes 1 voters=(1) index=1', answer: 'index must be specified as > 1 due to bootstrap' },
    { line: 'add-nodes 1 voters=(1) index=2 read-only=never', answer: 'invalid read-only option "never"' },
    { line: 'config speed=9', answer: 'unknown option speed' },
    { line: 'propose 1 x', answer: 'raft proposal dropped' },
    { line: 'propose 1 x y=z', answer: 'expected exactly one key with no vals: [x y=z]' },
    {
      line: 'add-nodes 1 voters=(1) index=2 read-only=lease-based',
      answer: 'CheckQuorum must be enabled when ReadOnlyOption is ReadOnlyLeaseBased',
    },
  ])('$line: $answer', ({ line, answer }) => {
    const start = 'log-level none\n\nadd-nodes 1 voters=(1) index=2\n\n';
    const lines = playConversation(`${start}${line}\n\nlog-level none\n`).split('\n');
    expect(lines.slice(8, 11)).toEqual([line, '----', answer]);
    expect(lines.slice(12)).toEqual(['log-level none', '----', 'ok', '']);
  });

  test('also what would go on for ever', () => {
    const script = [
      'add-nodes 2 voters=(1,2) index=2',
      // Each takes the other for the leader.
      'send-snapshot 1 2',
      'send-snapshot 2 1',
      'deliver-msgs 1 2',
      'propose 1 x',
      'stabilize',
    ];
    const lines = playConversation(script.join('\n\n')).split('\n');
    expect(lines.at(-2)).toBe('not stable after 10000 rounds');
  });

  test('unless the line itself cannot be read', () => {
    expect(() => playConversation('deliver-msgs drop=(1\n')).toThrow(/parentheses do not match/);
  });
});

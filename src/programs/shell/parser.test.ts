import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testMachine } from '../testing/test-machine.ts';
import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';
import { parseScript } from './parser.ts';
import { ShellSyntaxError } from './syntax-error.ts';

const pieces = ['echo ', 'a', ' ', '\n', ';', '|', '||', '&', '&&', '(', ')', '((', '))', '{ ', ' }', '$', '$(', '`', '"', "'", '\\', '${', '}', '${x', ':-', '%', '#', 'if ', ' then ', ' else ', ' fi', 'while ', 'until ', ' do ', ' done', 'for ', 'in ', 'case ', ' esac', ';;', '<', '>', '>>', '<<EOF', '\nEOF\n', '<<<', '2>&1', '&>', '!', '[[ ', ' ]]', '=~', 'x=', 'x=(', '[0]', '*', '?', '~', 'f() ', 'function ', '$((', '1', '+', '#'];

test('a text is a script or a syntax error, never anything else', () => {
  const seen = { scripts: 0, errors: 0, incomplete: 0 };
  fc.assert(fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 20 }), (parts) => {
    try {
      parseScript(parts.join(''));
      seen.scripts++;
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      seen.errors++;
      if (error.isIncomplete) seen.incomplete++;
    }
  }), { seed: 7, numRuns: 4000 });
  expect(Math.min(seen.scripts, seen.errors, seen.incomplete)).toBeGreaterThan(50);
});

test('what was parsed can be run without the world coming to a halt', () => {
  const machine = testMachine();
  let runs = 0;
  fc.assert(fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
    machine.session.interrupt();
    machine.run(parts.join(''), { withinMs: 3_000 });
    machine.session.interrupt();
    machine.kernel.run({ untilMs: machine.kernel.nowMs + 100 });
    expect(machine.kernel.failure).toBe(undefined);
    runs++;
  }), { seed: 11, numRuns: 400 });
  expect(runs).toBe(400);
});

test('an arithmetic expression has a value or is refused', () => {
  let values = 0;
  const tokens = ['1', '2', 'x', '+', '-', '*', '/', '%', '(', ')', '<', '<<', '==', '&&', '||', '?', ':', '=', '++', '**', ',', '!', '~', ' '];
  fc.assert(fc.property(fc.array(fc.constantFrom(...tokens), { maxLength: 10 }), (parts) => {
    try {
      evaluateArithmetic(parts.join(''), { get: () => '3', set: () => undefined });
      values++;
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
    }
  }), { seed: 3, numRuns: 3000 });
  expect(values).toBeGreaterThan(100);
});

test('pipes keep every line in its order', () => {
  fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z0-9]{0,12}$/), { maxLength: 60 }), (lines) => {
    const machine = testMachine();
    const text = lines.map((line) => `${line}\n`).join('');
    machine.disk.write('/home/me/in', text);
    expect(machine.run('cat in | cat | while IFS= read -r line; do echo "$line"; done | cat').out).toBe(text);
  }), { seed: 5, numRuns: 25 });
});

test('a quick writer waits for a slow reader', () => {
  const machine = testMachine();
  const { out } = machine.run('yes 0123456789 | (sleep 5; head -c 300000 | wc -c)');
  expect(out).toBe('300000\n');
  expect(machine.sandbox.processes.list().map(({ argv }) => argv[0])).toEqual(['bash']);
});

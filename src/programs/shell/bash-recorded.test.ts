import { expect, test } from 'vitest';
import { testMachine } from '../testing/test-machine.ts';
import recorded from './testdata/bash.json' with { type: 'json' };

// What bash 5.2 and GNU's tools printed on both outputs, and `[status]` where it was not 0.
test.each(recorded)('$text', ({ text, printed }) => {
  const script = `exec 2>&1; ${text}`.replaceAll("'", "'\\''");
  const { out, status } = testMachine().run(`bash -c '${script}'`);
  expect(`${out}${status === 0 ? '' : `[${status}]`}`).toBe(printed);
});

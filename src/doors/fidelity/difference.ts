/** Lines around a difference that are shown with it. */
const context = 2;

/** Two texts side by side as `diff -U2` shows them: what was expected with `-`, what came with `+`. */
export function describeDifference(expected: readonly string[], actual: readonly string[]): string {
  const lines = align(expected, actual);
  const shown = lines.filter((_, at) => lines.slice(Math.max(0, at - context), at + context + 1).some((line) => !line.startsWith(' ')));
  return shown.join('\n');
}

/** The longest common subsequence, with what is only in one of them between. */
function align(expected: readonly string[], actual: readonly string[]): string[] {
  const width = actual.length + 1;
  const lengths = new Uint32Array((expected.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = expected.length - 1; i >= 0; i--) {
    for (let j = actual.length - 1; j >= 0; j--) {
      lengths[i * width + j] = expected[i] === actual[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < expected.length || j < actual.length) {
    if (i < expected.length && j < actual.length && expected[i] === actual[j]) lines.push(` ${expected[i++] ?? ''}`, ...(j++, []));
    else if (i < expected.length && (j >= actual.length || at(i + 1, j) >= at(i, j + 1))) lines.push(`-${expected[i++] ?? ''}`);
    else lines.push(`+${actual[j++] ?? ''}`);
  }
  return lines;
}

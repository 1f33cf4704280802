/** `-5` as `-n5`, as head and tail still accept it; `-5f` as `-fn5`. */
export function withOldNumbers(args: readonly string[]): readonly string[] {
  return args.map((arg, index) => {
    const isValue = /^-[nc]$/.test(args[index - 1] ?? '');
    const [, number, letters = ''] = (isValue ? null : /^-(\d+)([fq]*)$/.exec(arg)) ?? [];
    return number === undefined ? arg : `-${letters}n${number}`;
  });
}

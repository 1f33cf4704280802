import { withClasses } from '../character-classes.ts';
import { unescape } from '../shell/reader.ts';
import { UsageError } from './support/options.ts';
import type { ToolBody } from './support/tool.ts';

/** `tr [-d -s -c] SET1 [SET2]` */
export const tr: ToolBody = function* (tool) {
  const options = tool.options('+dscCt', { delete: 'd', 'squeeze-repeats': 's', complement: 'c' });
  const [first, second] = options.operands;
  if (first === undefined) throw new UsageError('missing operand');
  if (second === undefined && !options.has('d') && !options.has('s')) throw new UsageError(`missing operand after '${first}'`);
  const from = expandSet(first);
  const to = second === undefined ? [] : expandSet(second);
  const isComplement = options.has('c') || options.has('C');
  const places = new Map(from.map((character, index) => [character, index] as const).reverse());
  const isIn = (character: string): boolean => places.has(character) !== isComplement;
  const translate = (character: string): string => {
    if (to.length === 0 || !isIn(character)) return character;
    return (isComplement ? to.at(-1) : (to[places.get(character) ?? 0] ?? to.at(-1))) ?? character;
  };
  const squeezed = new Set(second === undefined ? from : to);
  const { stdin } = tool.context;
  let last = '';
  for (let chunk = yield* stdin.read(); chunk !== undefined; chunk = yield* stdin.read()) {
    let output = '';
    for (const character of chunk) {
      if (options.has('d') && isIn(character)) continue;
      const translated = options.has('d') ? character : translate(character);
      const isSqueezed = options.has('s') && translated === last && (second === undefined && isComplement ? isIn(translated) : squeezed.has(translated));
      if (isSqueezed) continue;
      output += translated;
      last = translated;
    }
    tool.put(output);
    yield* tool.flush();
  }
  return 0;
};

function expandSet(text: string): string[] {
  const plain = [...withClasses(text, unescape)];
  const characters: string[] = [];
  for (let i = 0; i < plain.length; i++) {
    const character = plain[i] ?? '';
    const end = plain[i + 2];
    if (plain[i + 1] === '-' && end !== undefined) {
      for (let code = character.charCodeAt(0); code <= end.charCodeAt(0); code++) characters.push(String.fromCharCode(code));
      i += 2;
    } else {
      characters.push(character);
    }
  }
  return characters;
}

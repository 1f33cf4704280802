// How vim colours YAML on a light terminal; any other text has none.

/** A stretch of a line with the SGR numbers that it is drawn with. */
export interface Coloured {
  readonly from: number;
  readonly to: number;
  readonly sgr: string;
}

const comment = '34';
const key = '36';
const mark = '35';
const constant = '31';
const item = '38;5;130';
const anchor = '32';

const value = /"(?:\\.|[^"\\])*"|'(?:''|[^'])*'|[[\]{}]|(?<=^|[\s,[{])[&*][\w.-]+|(?<=^|[\s,[{])(?:true|false|null|~|[-+]?\d+(?:\.\d+)?)(?=$|[\s,\]}])/g;

/** The colours of one line of YAML. */
export function yamlColours(line: string): readonly Coloured[] {
  const commentAt = /(?:^|\s)#/.exec(line.replace(/"(?:\\.|[^"\\])*"|'[^']*'/g, (quoted) => '_'.repeat(quoted.length)));
  const end = commentAt ? commentAt.index + commentAt[0].length - 1 : line.length;
  const colours: Coloured[] = commentAt ? [{ from: end, to: line.length, sgr: comment }] : [];
  if (/^(?:---|\.\.\.)\s*$/.test(line)) return [{ from: 0, to: 3, sgr: mark }];
  const text = line.slice(0, end);
  const [head = ''] = /^\s*(?:- +)*(?:-$)?/.exec(text) ?? [];
  for (const dash of head.matchAll(/- ?/g)) colours.push({ from: dash.index, to: dash.index + dash[0].length, sgr: item });
  const named = /^("(?:\\.|[^"\\])*"|'[^']*'|[^\s"'[\]{},#&*][^#:]*?(?::[^\s:#]+)*?)(\s*:)(?=\s|$)/.exec(text.slice(head.length));
  let from = head.length;
  if (named) {
    const [, name = '', colon = ''] = named;
    colours.push({ from, to: from + name.length, sgr: /^["']/.test(name) ? constant : key }, { from: from + name.length, to: from + name.length + colon.length, sgr: mark });
    from += name.length + colon.length;
  }
  for (const match of text.slice(from).matchAll(value)) {
    const first = match[0].charAt(0);
    colours.push({ from: from + match.index, to: from + match.index + match[0].length, sgr: '[]{}'.includes(first) ? mark : first === '&' || first === '*' ? anchor : constant });
  }
  return colours;
}

import { compile, matchesPattern, patternSource } from './pattern.ts';

/** `${x%…}`, `${x#…}`, `${x/…}`, `${x^}`, `${x,}` and their doubled forms; the argument is a pattern. */
export function applyOperator(operator: string, value: string, argument: string): string {
  switch (operator) {
    case '#': return removePrefix(value, argument, false);
    case '##': return removePrefix(value, argument, true);
    case '%': return removeSuffix(value, argument, false);
    case '%%': return removeSuffix(value, argument, true);
    case '/': return replace(value, argument, false);
    case '//': return replace(value, argument, true);
    case '^': return value.charAt(0).toUpperCase() + value.slice(1);
    case '^^': return value.toUpperCase();
    case ',': return value.charAt(0).toLowerCase() + value.slice(1);
    case ',,': return value.toLowerCase();
    default: return value;
  }
}

function removePrefix(value: string, pattern: string, isLongest: boolean): string {
  for (let i = 0; i <= value.length; i++) {
    const length = isLongest ? value.length - i : i;
    if (matchesPattern(value.slice(0, length), pattern)) return value.slice(length);
  }
  return value;
}

function removeSuffix(value: string, pattern: string, isLongest: boolean): string {
  for (let i = 0; i <= value.length; i++) {
    const start = isLongest ? i : value.length - i;
    if (matchesPattern(value.slice(start), pattern)) return value.slice(0, start);
  }
  return value;
}

function replace(value: string, argument: string, isAll: boolean): string {
  const slash = /^((?:[^\\/]|\\[^])*)(?:\/([^]*))?$/.exec(argument);
  const pattern = slash?.[1] ?? '';
  const replacement = (slash?.[2] ?? '').replace(/\\([^])/g, '$1');
  if (pattern === '') return value;
  const anchor = !isAll && (pattern.startsWith('#') || pattern.startsWith('%')) ? pattern.charAt(0) : '';
  const source = patternSource(anchor === '' ? pattern : pattern.slice(1));
  const anchored = anchor === '#' ? `^(?:${source})` : anchor === '%' ? `(?:${source})$` : source;
  return value.replace(compile(anchored, isAll ? 'g' : ''), () => replacement);
}

import { unescape } from './reader.ts';

/** What `printf` prints for a format and its arguments, which it uses again until none is left. */
export function formatPrintf(format: string, args: readonly string[]): { readonly text: string; readonly complaints: readonly string[] } {
  const complaints: string[] = [];
  let text = '';
  let at = 0;
  let isStopped = false;
  const next = (): string | undefined => args[at++];
  do {
    const before = at;
    const round = formatOnce(format, next, complaints);
    text += round.text;
    isStopped = round.isStopped;
    if (at === before) break;
  } while (at < args.length && !isStopped);
  return { text, complaints };
}

function formatOnce(format: string, next: () => string | undefined, complaints: string[]): { text: string; isStopped: boolean } {
  const pattern = /%(%|([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlqjzt]*([a-zA-Z]))|((?:\\(?:x[0-9a-fA-F]{1,2}|[0-7]{1,3}))+|\\(?:u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[^]))|[^%\\]+|%/g;
  let text = '';
  for (const match of format.matchAll(pattern)) {
    const [all, directive, flags = '', width, precision, conversion = '', escape] = match;
    if (escape !== undefined) text += unescape(all);
    else if (directive === '%') text += '%';
    else if (directive === undefined) text += all;
    else {
      const size = width === '*' ? Number(next() ?? 0) : Number(width ?? 0);
      const hasPrecision = /\./.test(all);
      const digits = precision === '*' ? Number(next() ?? 0) : Number(precision ?? 0);
      const argument = next();
      if (conversion === 'b') {
        const stop = (argument ?? '').indexOf('\\c');
        text += pad(unescape(stop < 0 ? (argument ?? '') : (argument ?? '').slice(0, stop)), size, flags);
        if (stop >= 0) return { text, isStopped: true };
      } else {
        text += pad(convert(conversion, argument ?? '', { flags, digits: hasPrecision ? digits : undefined }, complaints), size, flags, conversion);
      }
    }
  }
  return { text, isStopped: false };
}

function convert(conversion: string, argument: string, how: { flags: string; digits: number | undefined }, complaints: string[]): string {
  const { flags, digits } = how;
  switch (conversion) {
    case 's': return digits === undefined ? argument : argument.slice(0, digits);
    case 'c': return argument.slice(0, 1);
    case 'q': return /^[\w@%+=:,./-]+$/.test(argument) ? argument : argument === '' ? "''" : argument.replace(/[^\w@%+=:,./-]/g, '\\$&');
    case 'd':
    case 'i':
    case 'u': return signed(String(Math.trunc(number(argument, complaints))).replace(/^(-?)(\d+)$/, (_, sign: string, whole: string) => sign + whole.padStart(digits ?? 0, '0')), flags);
    case 'x': return (flags.includes('#') ? '0x' : '') + unsigned(number(argument, complaints), 16).padStart(digits ?? 0, '0');
    case 'X': return (flags.includes('#') ? '0X' : '') + unsigned(number(argument, complaints), 16).toUpperCase().padStart(digits ?? 0, '0');
    case 'o': return (flags.includes('#') ? '0' : '') + unsigned(number(argument, complaints), 8).padStart(digits ?? 0, '0');
    case 'f':
    case 'F': return signed(number(argument, complaints).toFixed(Math.min(digits ?? 6, 100)), flags);
    case 'e':
    case 'E': return signed(exponent(number(argument, complaints), digits ?? 6, conversion), flags);
    case 'g':
    case 'G': return signed(general(number(argument, complaints), digits ?? 6), flags);
    default:
      complaints.push(`\`${conversion}': invalid format character`);
      return '';
  }
}

function number(text: string, complaints: string[]): number {
  if (text.startsWith("'") || text.startsWith('"')) return text.codePointAt(1) ?? 0;
  const trimmed = text.trim();
  if (trimmed === '') return 0;
  const octal = /^-?0[0-7]+$/.test(trimmed);
  const value = octal ? Number.parseInt(trimmed, 8) : Number(trimmed);
  if (!Number.isNaN(value)) return value;
  complaints.push(`${text}: invalid number`);
  return Number.parseFloat(trimmed) || 0;
}

function unsigned(value: number, radix: number): string {
  return (value < 0 ? BigInt.asUintN(64, BigInt(Math.trunc(value))) : BigInt(Math.trunc(value))).toString(radix);
}

function exponent(value: number, digits: number, letter: string): string {
  const text = value.toExponential(Math.min(digits, 100)).replace(/e([+-])(\d)$/, 'e$10$2');
  return letter === 'E' ? text.toUpperCase() : text;
}

/** `%g`: the shorter of plain and exponent form, without trailing zeros. */
export function general(value: number, precision: number): string {
  if (value === 0) return '0';
  const digits = Math.max(1, Math.min(precision, 100));
  const magnitude = Number(value.toExponential(digits - 1).split('e')[1]);
  if (magnitude < -4 || magnitude >= digits) {
    return exponent(value, digits - 1, 'e').replace(/\.?0+e/, 'e');
  }
  const text = value.toFixed(Math.max(0, digits - 1 - magnitude));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function signed(text: string, flags: string): string {
  if (text.startsWith('-')) return text;
  return flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text;
}

function pad(text: string, width: number, flags: string, conversion = 's'): string {
  if (flags.includes('-') || width < 0) return text.padEnd(Math.abs(width));
  if (!flags.includes('0') || conversion === 's' || conversion === 'c') return text.padStart(width);
  const sign = /^[-+ ]/.test(text) ? text.charAt(0) : '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

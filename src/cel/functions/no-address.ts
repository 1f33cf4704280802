// Why a text is no address, as Go's net/netip tells it.

import { quote } from '../../base/index.ts';

/** The words for a text that is no address. */
export function whyNoAddress(written: string): string {
  const first = /[.:%]/.exec(written)?.[0];
  if (first === '.') return whyNoIpv4(written) ?? 'unable to parse IP';
  if (first === ':') return whyNoIpv6(written);
  return first === '%' ? 'missing IPv6 address' : 'unable to parse IP';
}

function whyNoIpv4(written: string, wanted = 4): string | undefined {
  const fields = written.split('.');
  for (const [index, field] of fields.entries()) {
    const odd = /[^0-9]/.exec(field);
    if (odd) return `unexpected character (at ${quote(fields.slice(index).join('.').slice(odd.index))})`;
    if (field === '') {
      const at = fields.slice(index).join('.');
      return index === fields.length - 1 && at === '' ? 'IPv4 field must have at least one digit' : `IPv4 field must have at least one digit (at ${quote(index === 0 ? at : `.${at}`.slice(1))})`;
    }
    if (field.length > 1 && field.startsWith('0')) return 'IPv4 field has octet with leading zero';
    if (Number(field) > 255) return 'IPv4 field has value >255';
    if (index === wanted) return 'IPv4 address too long';
  }
  return fields.length < wanted ? 'IPv4 address too short' : undefined;
}

function whyNoIpv6(written: string): string {
  let rest = written.split('%')[0] ?? '';
  let groups = 0;
  let hasGap = rest.startsWith('::');
  if (hasGap) rest = rest.slice(2);
  while (rest !== '' && groups < 8) {
    const [digits = ''] = /^[0-9a-fA-F]*/.exec(rest) ?? [];
    if (digits.length > 4) return `each group must have 4 or fewer digits (at ${quote(rest)})`;
    if (digits === '') return `each colon-separated field must have at least one digit (at ${quote(rest)})`;
    const after = rest.slice(digits.length);
    if (after.startsWith('.')) {
      if (!hasGap && groups !== 6) return `embedded IPv4 address must replace the final 2 fields of the address (at ${quote(rest)})`;
      if (groups > 6) return `too many hex fields to fit an embedded IPv4 at the end of the address (at ${quote(rest)})`;
      return whyNoIpv4(rest) ?? 'unable to parse IP';
    }
    groups++;
    rest = after;
    if (rest === '') break;
    if (!rest.startsWith(':')) return `unexpected character, want colon (at ${quote(rest)})`;
    if (rest === ':') return `colon must be followed by more characters (at ${quote(rest)})`;
    rest = rest.slice(1);
    if (!rest.startsWith(':')) continue;
    if (hasGap) return `multiple :: in address (at ${quote(rest)})`;
    hasGap = true;
    rest = rest.slice(1);
  }
  if (rest !== '') return `trailing garbage after address (at ${quote(rest)})`;
  return hasGap ? "the '::' must expand to at least one field of zeros" : 'address string too short';
}

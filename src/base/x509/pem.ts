import { base64Decode, base64Encode } from '../bytes.ts';

/** Bytes as a PEM block: `-----BEGIN CERTIFICATE-----` … */
export function pemBlock(label: string, bytes: Uint8Array): string {
  const lines = base64Encode(bytes).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The bytes of the first block with that label; undefined when there is none. */
export function pemBytes(label: string, text: string): Uint8Array | undefined {
  const begin = text.indexOf(`-----BEGIN ${label}-----`);
  const end = text.indexOf(`-----END ${label}-----`, begin);
  if (begin < 0 || end < 0) return undefined;
  const bytes = base64Decode(text.slice(begin + label.length + 16, end).replaceAll(/\s/g, ''));
  return bytes instanceof Uint8Array ? bytes : undefined;
}

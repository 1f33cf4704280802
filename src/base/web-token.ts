import { base64EncodeText } from './bytes.ts';

const signatureLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const signatureLength = 43;

/**
 * A JSON web token of these claims. Its signature is drawn, not computed: nobody outside a world could check it.
 * @param draw so many letters of an alphabet
 */
export function webToken(claims: object, draw: (length: number, alphabet: string) => string): string {
  return `${head}.${part(claims)}.${draw(signatureLength, signatureLetters)}`;
}

function part(value: object): string {
  return base64EncodeText(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

const head = part({ alg: 'RS256', kid: 'orrery' });

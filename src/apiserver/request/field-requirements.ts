// The field selector of a query as text: `status.phase!=Running,spec.nodeName=worker-1`.
// Upstream: k8s.io/apimachinery pkg/fields/selector.go

import { SelectorError } from '../../kinds/index.ts';

/** One condition on one field. */
export interface FieldRequirement {
  readonly field: string;
  readonly value: string;
  readonly isEqual: boolean;
}

/** The conditions in a text. Throws SelectorError. */
export function parseFieldRequirements(text: string): readonly FieldRequirement[] {
  const requirements: FieldRequirement[] = [];
  for (const term of splitTerms(text)) {
    if (term === '') continue;
    const match = /^((?:[^=!]|!(?!=))*?)(!=|==|=)(.*)$/s.exec(term);
    if (!match) throw new SelectorError(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, field = '', operator = '', value = ''] = match;
    requirements.push({ field, value: unescape(value), isEqual: operator !== '!=' });
  }
  return requirements;
}

/** Splits at commas that no backslash hides. */
function splitTerms(text: string): readonly string[] {
  const terms: string[] = [];
  let term = '';
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === '\\') {
      term += letter + text.charAt(++at);
    } else if (letter === ',') {
      terms.push(term);
      term = '';
    } else {
      term += letter;
    }
  }
  terms.push(term);
  return terms;
}

function unescape(value: string): string {
  const bare = /^(?:[^\\=,]|\\.?)*/s.exec(value)?.[0] ?? '';
  if (bare.length < value.length) {
    throw new SelectorError(`invalid field selector: unescaped character in value: ${value.charCodeAt(bare.length)}`);
  }
  return value.replace(/\\(.)/gs, (whole, letter: string) => {
    if (letter === ',' || letter === '=' || letter === '\\') return letter;
    throw new SelectorError(`invalid field selector: invalid escape sequence: ${whole}`);
  });
}

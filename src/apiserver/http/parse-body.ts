import { JsonSyntaxError, readJson } from '../../base/index.ts';
import type { PatchType } from '../../kinds/index.ts';
import { badRequest } from '../failures.ts';

/** The value in a body's text; undefined when there is none. Throws BadRequest for text that is no JSON. */
export function parseBody(text: string, patchType?: PatchType): unknown {
  if (text === '') return undefined;
  try {
    return readJson(text).value;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw badRequest(`${place(patchType)}${error.message}`);
  }
}

/** Where a body is read, as its refusal says. */
function place(patchType: PatchType | undefined): string {
  switch (patchType) {
    case undefined: return "couldn't get version/kind; json parse error: ";
    case 'strategic': return '';
    case 'json':
    case 'merge':
    case 'apply': return 'error decoding patch: ';
  }
}

import { badRequest } from '../failures.ts';

/** The value in a body's text; undefined when there is none. Throws BadRequest for text that is no JSON. */
export function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const first = text.trimStart().charAt(0);
    const why = `invalid character '${first}' looking for beginning of value`;
    throw badRequest(`couldn't get version/kind; json parse error: ${why}`);
  }
}

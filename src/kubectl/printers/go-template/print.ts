// Objects through a Go template, as `-o go-template` prints them.

import { goJson, goText, quote } from '../../../base/index.ts';
import { CommandError, PrintingError } from '../../core/errors.ts';
import type { AnyObject } from '../../core/object.ts';
import { TemplateError, executeTemplate } from './execute.ts';
import { parseTemplate } from './parse.ts';

/** Prints objects through a template; throws what kubectl says about a template that is none. @param raw an object as an error shows it */
export function goTemplatePrinter(template: string, allowMissing: boolean, raw: (object: AnyObject) => string = goJson): (object: AnyObject) => string {
  const parsed = compile(template);
  return (object) => {
    const out = { text: '' };
    try {
      executeTemplate(parsed, object, { out, allowMissing });
      return out.text;
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const explanation = `Error executing template: ${error.message}. Printing more information for debugging the template:\n`
        + `\ttemplate was:\n\t\t${template}\n\traw data was:\n\t\t${raw(object)}\n\tobject given to template engine was:\n\t\t${goText(object)}\n\n`;
      throw new PrintingError(`${out.text}${explanation}`, `error executing template ${quote(template)}: ${error.message}`);
    }
  };
}

function compile(template: string): ReturnType<typeof parseTemplate> {
  try {
    return parseTemplate(template);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new CommandError(`error parsing template ${template}, ${error.message}`);
  }
}

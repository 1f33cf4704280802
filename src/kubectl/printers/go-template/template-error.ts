/** Thrown for a template that cannot be read or run; the message is Go's. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

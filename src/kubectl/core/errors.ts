// What kubectl says when something goes wrong.
// Upstream: k8s.io/kubectl pkg/cmd/util/helpers.go checkErr

import { NetworkError } from '../../network/index.ts';
import { FileError } from '../../machine/index.ts';
import { quote } from '../../base/index.ts';
import { ApiError } from '../../kinds/index.ts';

/** A failure in kubectl's own words; printed behind `error: `. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}

/** A failure that is printed as it is. */
export class PlainError extends CommandError {
  override readonly name = 'PlainError';
}

/** A failure that leaves something on standard output, where what it was about would have stood. */
export class PrintingError extends CommandError {
  override readonly name = 'PrintingError';
  readonly output: string;
  constructor(output: string, message: string) {
    super(message);
    this.output = output;
  }
}

/** Ends the run with a status, without a word. */
export class ExitError extends Error {
  override readonly name = 'ExitError';
  readonly status: number;
  constructor(status: number, message = '') {
    super(message);
    this.status = status;
  }
}

/** Several failures, told one after another; among others they stand in brackets, equal ones once. */
export class ManyErrors extends Error {
  override readonly name = 'ManyErrors';
  readonly errors: readonly Error[];
  constructor(errors: readonly Error[]) {
    const messages = [...new Set(errors.map((error) => error.message))];
    super(messages.length === 1 ? messages[0] : `[${messages.join(', ')}]`);
    this.errors = errors;
  }
}

/** A network failure of a request, with where it went. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly url: string;
  override readonly cause: NetworkError;
  constructor(url: string, cause: NetworkError, method = 'GET') {
    super(`${method.charAt(0)}${method.slice(1).toLowerCase()} ${quote(url)}: ${cause.message}`);
    this.url = url;
    this.cause = cause;
  }
}

/** Throws what was gathered: nothing, the only one, or all. */
export function throwAll(errors: readonly Error[]): void {
  const [first] = errors;
  if (!first) return;
  throw errors.length === 1 ? first : new ManyErrors(errors);
}

/** Failures of one step beside those of others: several stand in brackets, as Go writes them inside a list. */
export function asOne(errors: readonly Error[]): readonly Error[] {
  return errors.length < 2 ? errors : [new CommandError(new ManyErrors(errors).message)];
}

/** The failure of a wrong use of a command. */
export function usageError(path: string, message: string): CommandError {
  return new CommandError(`${message}\nSee '${path} -h' for help and examples`);
}

/** The texts of `catch` are only for failures that the world can bring; a bug goes on. */
export function isOperating(error: unknown): error is Error {
  return error instanceof ApiError || error instanceof RequestError || error instanceof NetworkError || error instanceof CommandError
    || error instanceof ManyErrors || error instanceof FileError || error instanceof ExitError;
}

/** Passes an operating failure on as a value; anything else is a bug and is thrown again. */
export function operating(error: unknown): Error {
  if (!isOperating(error)) throw error;
  return error;
}

function invalidText(error: ApiError): string {
  const { details, message = '' } = error.status;
  if (!details) return `The request is invalid: ${message}`;
  const causes = [...new Set((details.causes ?? []).map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
  const named = (details.kind ?? '') !== '' || (details.name ?? '') !== '';
  let text = named ? `The ${details.kind ?? ''} ${quote(details.name ?? '')} is invalid` : 'The request is invalid';
  if (!named && message !== '' && causes.length === 0) text += `: ${message}`;
  if (causes.length === 1) return `${text}: ${causes[0]}\n`;
  return causes.length === 0 ? text : `${text}: \n${causes.map((cause) => `* ${cause}\n`).join('')}`;
}

function statusText(error: ApiError): string {
  const { reason = '', message = '' } = error.status;
  if (reason === 'Unauthorized') return `error: You must be logged in to the server (${message})`;
  return reason === '' ? `Error from server: ${message}` : `Error from server (${reason}): ${message}`;
}

function requestText(error: RequestError): string {
  const host = /^\w+:\/\/([^/]+)/.exec(error.url)?.[1] ?? error.url;
  return error.cause.code === 'ECONNREFUSED'
    ? `The connection to the server ${host} was refused - did you specify the right host or port?`
    : `Unable to connect to the server: ${error.cause.message}`;
}

/** The text of a failure that has a standard form. */
function standardText(error: Error): string | undefined {
  if (error instanceof ApiError) return statusText(error);
  if (error instanceof RequestError) return requestText(error);
  return undefined;
}

/** What is printed about a failure that ends the run. */
export function failureText(error: Error): string {
  if (error instanceof ManyErrors) {
    return error.errors.map((each) => `${standardText(each) ?? each.message}\n`).join('');
  }
  if (error instanceof ApiError && error.status.reason === 'Invalid') return invalidText(error);
  if (error instanceof PlainError) return error.message;
  const standard = standardText(error);
  if (standard !== undefined) return standard;
  return error.message.startsWith('error: ') ? error.message : `error: ${error.message}`;
}

/** The same refusal with the words `error when creating "web.yaml": ` before its message. */
export function withContext(error: Error, context: string): Error {
  if (error instanceof ApiError) return new ApiError({ ...error.status, message: `${context}${error.status.message ?? ''}` });
  if (error instanceof RequestError) return error;
  return new CommandError(`${context}${error.message}`);
}

// Which requests a proxy lets through: by host, path and method.
// Upstream: k8s.io/kubectl pkg/proxy FilterServer

import { readRegex } from '../../../cel/index.ts';
import type { HttpRequest } from '../../../machine/index.ts';
import type { Flags } from '../../../programs/command-line/index.ts';

/** What is no regular expression. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

const expressions = (list: string): readonly RegExp[] => (list === '' ? [] : list.split(',').map(expression));

function expression(pattern: string): RegExp {
  const regex = readRegex(pattern);
  if (!(regex instanceof RegExp)) throw new ExpressionError(regex);
  return new RegExp(regex.source, regex.unicode ? 'u' : '');
}

const isMatch = (patterns: readonly RegExp[], text: string): boolean => patterns.some((pattern) => pattern.test(text));

/** The host that a request is for, without its port. */
const hostOf = ({ headers }: HttpRequest): string => (headers['host'] ?? '').replace(/:\d+$/, '');

/** Says of each request whether the flags let it through. Throws ExpressionError. */
export function requestFilter(flags: Flags): (request: HttpRequest) => boolean {
  if (flags.bool('disable-filter')) return () => true;
  const [hosts, paths, noMethods, noPaths] = ['accept-hosts', 'accept-paths', 'reject-methods', 'reject-paths'].map((name) => expressions(flags.text(name)));
  return (request) => {
    const [path = ''] = request.path.split('?');
    if (isMatch(noPaths ?? [], path) || isMatch(noMethods ?? [], request.method)) return false;
    return isMatch(paths ?? [], path) && isMatch(hosts ?? [], hostOf(request));
  };
}

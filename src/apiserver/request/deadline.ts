// How long a client gives a request by `timeout=`; what goes on for as long as somebody looks at it has no such end.
// Upstream: k8s.io/apiserver pkg/endpoints/filters/request_deadline.go, pkg/server/filters/timeout.go

import { DurationError, parseDuration } from '../../base/index.ts';
import { ended, race, settled, timeout } from '../../kernel/index.ts';
import type { Eventually, Kernel, Process } from '../../kernel/index.ts';
import { badRequest } from '../failures.ts';
import { parseQuery, placeOf } from '../http/resource-path.ts';
import { limits } from '../limits.ts';
import type { Answer } from './call.ts';
import { isLongRunning } from './long-running.ts';

/** What `answer` gives in the time that the request's path allows. Throws BadRequest for what is no time. */
export function answerInTime(kernel: Kernel, path: string, answer: () => Eventually<Answer | undefined>): Eventually<Answer | undefined> {
  const allowedMs = allowedTime(path);
  return allowedMs === undefined ? answer() : answeredWithin(kernel, allowedMs, answer);
}

/** The milliseconds that a request says it may take; undefined when it says none, or goes on. */
function allowedTime(path: string): number | undefined {
  const [place = '', ...query] = path.split('?');
  const parameters = parseQuery(query.join('?'));
  const [text = ''] = parameters.get('timeout') ?? [];
  if (text === '' || goesOn(place, parameters)) return undefined;
  try {
    const allowedMs = parseDuration(text);
    return allowedMs > 0 ? allowedMs : undefined;
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
    throw badRequest(`invalid timeout specified in the request URL - ${error.message}`);
  }
}

function goesOn(path: string, parameters: ReadonlyMap<string, readonly string[]>): boolean {
  const place = placeOf(path);
  return place !== undefined && (place.isWatch || parameters.has('watch') || isLongRunning(place.subresource));
}

/** What `answer` gives within that time, or what is told when it does not: the work goes on then, and nobody is told of its end. */
function* answeredWithin(kernel: Kernel, allowedMs: number, answer: () => Eventually<Answer | undefined>): Process<Answer | undefined> {
  if (allowedMs < limits.quickestAnswerMs) return tooLate;
  let given: Answer | undefined;
  const work = kernel.spawn('request with a deadline', (function* (): Process {
    given = yield* settled(answer());
  })(), kernel.currentProcess?.group);
  return (yield* race([ended(work), timeout(allowedMs)])) === 0 ? given : tooLate;
}

/** It is written past the form that all other answers have. */
const tooLate: Answer = {
  code: 504,
  body: '{"metadata":{},"status":"Failure","message":"Timeout: request did not complete within the allotted timeout","reason":"Timeout","details":{},"code":504}',
  headers: { 'content-type': 'text/plain; charset=utf-8' },
};

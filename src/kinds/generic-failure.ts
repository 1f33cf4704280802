// What a client makes of a failure that does not say in a Status what it is.
// Upstream: k8s.io/apimachinery pkg/api/errors NewGenericServerResponse

import type { Status } from './request.ts';

const known: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'the server was unable to return a response in the time allotted, but may still be processing the request'],
};

/** The Status that stands for an answer of this code with some text. */
export function genericFailure(code: number, text = 'unknown'): Status {
  const [reason, message] = known[code] ?? unknownFailure(code, text);
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}

function unknownFailure(code: number, text: string): readonly [string, string] {
  if (code === 403) return ['Forbidden', text];
  if (code >= 500) return ['InternalError', `an error on the server (${JSON.stringify(text)}) has prevented the request from succeeding`];
  return ['Unknown', `the server responded with the status code ${code} but did not return more information`];
}

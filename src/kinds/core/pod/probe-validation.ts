// What is refused in probes and lifecycle hooks.
// Upstream: pkg/apis/core/validation validateProbe, validateHandler, validateLifecycle

import type { Errors } from '../../checks.ts';
import { addInvalid, checkNonNegative, checkPort, checkSupported } from '../../checks.ts';
import type { FieldPath } from '../../field-error.ts';
import { forbidden, invalid, required } from '../../field-error.ts';
import type { Container, GRPCAction, HTTPGetAction, LifecycleHandler, Probe } from '../../generated/types.ts';
import { isHttpHeaderName, isPortNumber } from '../../names.ts';

function checkHttpGet(errors: Errors, at: FieldPath, http: HTTPGetAction): void {
  if (http.path === '') errors.push(required(at.child('path')));
  checkPort(errors, at.child('port'), http.port);
  checkSupported(errors, at.child('scheme'), http.scheme, ['HTTP', 'HTTPS']);
  for (const { name } of http.httpHeaders ?? []) {
    for (const wrong of isHttpHeaderName(name)) errors.push(invalid(at.child('httpHeaders'), name, wrong));
  }
}

/** The handlers of a hook or a probe: exactly one, and that one complete. */
type Handler = LifecycleHandler & { readonly grpc?: GRPCAction };

function checkHandler(errors: Errors, at: FieldPath, handler: Handler, graceSeconds: number): void {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  let count = 0;
  /** Whether this handler is the first; any further one is too many. */
  const isFirst = (name: string): boolean => {
    if (count++ === 0) return true;
    errors.push(forbidden(at.child(name), 'may not specify more than 1 handler type'));
    return false;
  };
  if (exec && isFirst('exec') && !exec.command?.length) errors.push(required(at.child('exec', 'command')));
  if (httpGet && isFirst('httpGet')) checkHttpGet(errors, at.child('httpGet'), httpGet);
  if (tcpSocket && isFirst('tcpSocket')) checkPort(errors, at.child('tcpSocket', 'port'), tcpSocket.port ?? 0);
  if (grpc && isFirst('grpc')) addInvalid(errors, at.child('grpc', 'port'), grpc.port ?? 0, isPortNumber(grpc.port ?? 0));
  if (sleep && isFirst('sleep') && (sleep.seconds < 0 || sleep.seconds > graceSeconds)) {
    errors.push(invalid(at.child('sleep'), sleep.seconds, `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`));
  }
  if (count === 0) errors.push(required(at, 'must specify a handler type'));
}

function checkProbe(errors: Errors, at: FieldPath, probe: Probe, graceSeconds: number): void {
  checkHandler(errors, at, probe, graceSeconds);
  checkNonNegative(errors, at, 'initialDelaySeconds', probe.initialDelaySeconds);
  checkNonNegative(errors, at, 'timeoutSeconds', probe.timeoutSeconds);
  checkNonNegative(errors, at, 'periodSeconds', probe.periodSeconds);
  checkNonNegative(errors, at, 'successThreshold', probe.successThreshold);
  checkNonNegative(errors, at, 'failureThreshold', probe.failureThreshold);
  const own = probe.terminationGracePeriodSeconds;
  if (own !== undefined && own <= 0) errors.push(invalid(at.child('terminationGracePeriodSeconds'), own, 'must be greater than 0'));
}

/** One success must be enough where a failure kills. */
function checkOnce(errors: Errors, at: FieldPath, { successThreshold }: Probe): void {
  if (successThreshold !== 1) errors.push(invalid(at.child('successThreshold'), successThreshold, 'must be 1'));
}

/** Hooks and probes of a container that runs along: a regular one or a sidecar. */
export function checkHooksAndProbes(errors: Errors, at: FieldPath, container: Container, graceSeconds: number): void {
  const { lifecycle, livenessProbe, readinessProbe, startupProbe } = container;
  if (lifecycle?.postStart) checkHandler(errors, at.child('lifecycle', 'postStart'), lifecycle.postStart, graceSeconds);
  if (lifecycle?.preStop) checkHandler(errors, at.child('lifecycle', 'preStop'), lifecycle.preStop, graceSeconds);
  if (livenessProbe) {
    checkProbe(errors, at.child('livenessProbe'), livenessProbe, graceSeconds);
    checkOnce(errors, at.child('livenessProbe'), livenessProbe);
  }
  if (readinessProbe) {
    const where = at.child('readinessProbe');
    checkProbe(errors, where, readinessProbe, graceSeconds);
    const own = readinessProbe.terminationGracePeriodSeconds;
    if (own !== undefined) errors.push(invalid(where.child('terminationGracePeriodSeconds'), own, 'must not be set for readinessProbes'));
  }
  if (startupProbe) {
    checkProbe(errors, at.child('startupProbe'), startupProbe, graceSeconds);
    checkOnce(errors, at.child('startupProbe'), startupProbe);
  }
}

/** An ordinary init container ends by itself: it can have neither hooks nor probes. */
export function forbidHooksAndProbes(errors: Errors, at: FieldPath, container: Container): void {
  for (const name of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    if (container[name]) errors.push(forbidden(at.child(name), 'may not be set for init containers without restartPolicy=Always'));
  }
}

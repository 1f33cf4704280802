// What is refused in HorizontalPodAutoscalers.
// Upstream: pkg/apis/autoscaling/validation ValidateHorizontalPodAutoscaler

import { compareQuantities, compareText, parseQuantity } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { addInvalid, checkDnsLabel, checkNoneNegative } from '../checks.ts';
import { checkContainerResourceName } from '../core/resource-names.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { forbidden, invalid, notSupported, path, required } from '../field-error.ts';
import type { CrossVersionObjectReference, HPAScalingRules, HorizontalPodAutoscaler, MetricIdentifier, MetricSpec, MetricTarget } from '../generated/types.ts';
import { validatePathSegmentName } from '../names.ts';
import { parseApiVersion } from '../object.ts';

const at = path('spec');
const longestWindow = 3_600; // maxStabilizationWindowSeconds
const longestPeriod = 1_800; // maxPeriodSeconds

function checkSegment(errors: Errors, where: FieldPath, text: string | undefined): void {
  if (!text) errors.push(required(where));
  else addInvalid(errors, where, text, validatePathSegmentName(text, false));
}

function checkReference(errors: Errors, where: FieldPath, { kind, name, apiVersion = '' }: CrossVersionObjectReference, isScaled: boolean): void {
  checkSegment(errors, where.child('kind'), kind);
  checkSegment(errors, where.child('name'), name);
  if (!isScaled) return;
  if (apiVersion.split('/').length > 2) errors.push(invalid(where.child('apiVersion'), apiVersion, `unexpected GroupVersion string: ${apiVersion}`));
  else if (parseApiVersion(apiVersion).group === '' && !(kind === 'ReplicationController' && apiVersion === 'v1')) {
    errors.push(invalid(where.child('apiVersion'), apiVersion, 'apiVersion must specify API group'));
  }
}

function checkIdentifier(errors: Errors, where: FieldPath, { name }: MetricIdentifier): void {
  if (!name) errors.push(required(where.child('name'), 'must specify a metric name'));
  else addInvalid(errors, where.child('name'), name, validatePathSegmentName(name, false));
}

/** How much is wanted: of which sort, and positive. */
function checkTarget(errors: Errors, where: FieldPath, target: MetricTarget | undefined): void {
  const { type = '', value, averageValue, averageUtilization } = target ?? { type: '' };
  if (type === '') errors.push(required(where.child('type'), 'must specify a metric target type'));
  if (type !== 'Utilization' && type !== 'Value' && type !== 'AverageValue') {
    errors.push(invalid(where.child('type'), type, 'must be either Utilization, Value, or AverageValue'));
  }
  if (averageUtilization !== undefined && averageUtilization < 1) errors.push(invalid(where.child('averageUtilization'), averageUtilization, 'must be greater than 0'));
  for (const [field, quantity] of [['value', value], ['averageValue', averageValue]] as const) {
    if (quantity !== undefined && compareQuantities(quantity, '0') <= 0) errors.push(invalid(where.child(field), quantity, 'must be positive'));
  }
}

/** A resource's target is an amount or a share. */
function checkResourceTarget(errors: Errors, where: FieldPath, { averageUtilization, averageValue }: MetricTarget): void {
  if (averageUtilization === undefined && averageValue === undefined) {
    errors.push(required(where.child('averageUtilization'), 'must set either a target raw value or a target utilization'));
  } else if (averageUtilization !== undefined && averageValue !== undefined) {
    errors.push(forbidden(where.child('averageValue'), 'may not set both a target raw value and a target utilization'));
  }
}

type Sources = { readonly [Type in 'containerResource' | 'external' | 'object' | 'pods' | 'resource']: (errors: Errors, where: FieldPath, source: NonNullable<MetricSpec[Type]>) => void };

const sources: Sources = {
  containerResource(errors, where, { name, container, target }) {
    if (name) checkContainerResourceName(errors, where.child('name'), name);
    else errors.push(required(where.child('name'), 'must specify a resource name'));
    if (container) checkDnsLabel(errors, where.child('container'), container);
    else errors.push(required(where.child('container'), 'must specify a container'));
    checkTarget(errors, where.child('target'), target);
    checkResourceTarget(errors, where.child('target'), target);
  },
  external(errors, where, { metric, target }) {
    checkIdentifier(errors, where.child('metric'), metric);
    checkTarget(errors, where.child('target'), target);
    const { value, averageValue } = target;
    if (value === undefined && averageValue === undefined) {
      errors.push(required(where.child('target', 'averageValue'), 'must set either a target value for metric or a per-pod target'));
    } else if (value !== undefined && averageValue !== undefined) {
      errors.push(forbidden(where.child('target', 'value'), 'may not set both a target value for metric and a per-pod target'));
    }
  },
  object(errors, where, { describedObject, metric, target }) {
    checkReference(errors, where.child('describedObject'), describedObject, false);
    checkIdentifier(errors, where.child('metric'), metric);
    checkTarget(errors, where.child('target'), target);
    if (target.value === undefined && target.averageValue === undefined) {
      errors.push(required(where.child('target', 'averageValue'), 'must set either a target value or averageValue'));
    }
  },
  pods(errors, where, { metric, target }) {
    checkIdentifier(errors, where.child('metric'), metric);
    checkTarget(errors, where.child('target'), target);
    if (target.averageValue === undefined) errors.push(required(where.child('target', 'averageValue'), 'must specify a positive target averageValue'));
  },
  resource(errors, where, { name, target }) {
    if (!name) errors.push(required(where.child('name'), 'must specify a resource name'));
    checkTarget(errors, where.child('target'), target);
    checkResourceTarget(errors, where.child('target'), target);
  },
};

const types = { ContainerResource: 'containerResource', External: 'external', Object: 'object', Pods: 'pods', Resource: 'resource' } as const;
const typeNames = Object.keys(types).sort(compareText);
/** The order in which a metric is searched for its source. */
const sourceOrder = ['object', 'external', 'pods', 'resource', 'containerResource'] as const;
const isType = (type: string): type is keyof typeof types => Object.hasOwn(types, type);

function checkSource<Name extends keyof Sources>(errors: Errors, where: FieldPath, metric: MetricSpec, name: Name): void {
  const source = metric[name];
  if (source) sources[name](errors, where.child(name), source);
}

function checkMetric(errors: Errors, where: FieldPath, metric: MetricSpec): void {
  const { type = '' } = metric;
  if (type === '') errors.push(required(where.child('type'), 'must specify a metric source type'));
  if (!isType(type)) errors.push(notSupported(where.child('type'), type, typeNames));
  const present = sourceOrder.filter((name) => metric[name] !== undefined);
  const [first] = present;
  if (first) checkSource(errors, where, metric, first);
  const expected = isType(type) ? types[type] : undefined;
  if (expected === undefined) errors.push(notSupported(where.child('type'), type, typeNames)); // told twice
  else if (metric[expected] === undefined) errors.push(required(where.child(expected), 'must populate information for the given metric source'));
  if (present.length === 1) return;
  for (const name of present) if (name !== expected) errors.push(forbidden(where.child(name), 'must populate the given metric source only'));
}

/** Nothing can be measured of what has no replicas, unless it is measured elsewhere. */
function checkMetrics(errors: Errors, where: FieldPath, metrics: readonly MetricSpec[], minReplicas: number): void {
  for (const [index, metric] of metrics.entries()) checkMetric(errors, where.index(index), metric);
  if (minReplicas === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')) {
    errors.push(forbidden(where, 'must specify at least one Object or External metric to support scaling to zero replicas'));
  }
}

function checkRules(errors: Errors, where: FieldPath, rules: HPAScalingRules | undefined): void {
  if (!rules) return;
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [], tolerance } = rules;
  if (window !== undefined && window < 0) errors.push(invalid(where.child('stabilizationWindowSeconds'), window, 'must be greater than or equal to zero'));
  if (window !== undefined && window > longestWindow) errors.push(invalid(where.child('stabilizationWindowSeconds'), window, `must be less than or equal to ${longestWindow}`));
  if (selectPolicy !== undefined && !['Disabled', 'Max', 'Min'].includes(selectPolicy)) errors.push(notSupported(where.child('selectPolicy'), selectPolicy, ['Disabled', 'Max', 'Min']));
  if (policies.length === 0) errors.push(required(where.child('policies'), 'must specify at least one Policy'));
  for (const [index, { type, value, periodSeconds }] of policies.entries()) {
    const here = where.child('policies').index(index);
    if (type !== 'Percent' && type !== 'Pods') errors.push(notSupported(here.child('type'), type, ['Percent', 'Pods']));
    if (value <= 0) errors.push(invalid(here.child('value'), value, 'must be greater than zero'));
    if (periodSeconds <= 0) errors.push(invalid(here.child('periodSeconds'), periodSeconds, 'must be greater than zero'));
    if (periodSeconds > longestPeriod) errors.push(invalid(here.child('periodSeconds'), periodSeconds, `must be less than or equal to ${longestPeriod}`));
  }
  if (tolerance !== undefined && parseQuantity(tolerance).nanos < 0n) errors.push(invalid(where.child('tolerance'), tolerance, 'must be greater than or equal to 0'));
}

/** Errors of a HorizontalPodAutoscaler. */
export function validateAutoscaler({ spec }: HorizontalPodAutoscaler): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { minReplicas, maxReplicas, metrics, behavior } = spec;
  if (minReplicas < 1) errors.push(invalid(at.child('minReplicas'), minReplicas, 'must be greater than or equal to 1'));
  if (maxReplicas === 0) errors.push(required(at.child('maxReplicas'), 'must be set and greater than 0'));
  else if (maxReplicas < 0) errors.push(invalid(at.child('maxReplicas'), maxReplicas, 'must be greater than or equal to 1'));
  if (maxReplicas < minReplicas) errors.push(invalid(at.child('maxReplicas'), maxReplicas, 'must be greater than or equal to `minReplicas`'));
  checkReference(errors, at.child('scaleTargetRef'), spec.scaleTargetRef, true);
  checkMetrics(errors, at.child('metrics'), metrics, minReplicas);
  checkRules(errors, at.child('behavior', 'scaleUp'), behavior?.scaleUp);
  checkRules(errors, at.child('behavior', 'scaleDown'), behavior?.scaleDown);
  return errors;
}

/** Errors of a HorizontalPodAutoscaler's status. */
export function validateAutoscalerStatus({ status }: HorizontalPodAutoscaler): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { currentReplicas, desiredReplicas } = status;
  checkNoneNegative(errors, path('status'), { currentReplicas, desiredReplicas });
  return errors;
}

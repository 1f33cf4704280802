// kubectl wait.
// Upstream: k8s.io/kubectl pkg/cmd/wait

import { JsonPathError, compileJsonPath, findResults, goText, quote, relaxedPath } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { sleep } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { WatchEvent } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, operating, throwAll } from '../../core/errors.ts';
import { allNamespacesFlag, array, bool, duration, equalitySelectorFlag, fieldSelectorFlag, plainFileFlags, printFlags } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { listAt, numberAt, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { checkOutput, operationPrinter } from '../../printers/output.ts';
import { forNamesBeforeAll, hasFiles, isLocal, missingLocalFiles, selectTargets, selectionFlags } from '../../resources/builder.ts';
import type { Target } from '../../resources/builder.ts';
import { fetchAll, fetchTarget } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { waitUntilGone } from '../delete/wait-until-gone.ts';

/** Whether an object is as it is awaited. */
type Condition = (object: AnyObject) => boolean;

export const wait: Command = {
  name: 'wait', short: 'Wait for a specific condition on one or many resources',
  usage: '([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath=\'{}\'[=value]]',
  flags: [
    ...printFlags, ...plainFileFlags, allNamespacesFlag, fieldSelectorFlag, equalitySelectorFlag,
    bool('all', 'Select all resources in the namespace of the specified resource types'),
    array('for', "The condition to wait on: [create|delete|condition=condition-name[=condition-value]|jsonpath='{JSONPath expression}'=[JSONPath value]]. The default condition-value is true. Condition values are compared after Unicode simple case folding, which is a more general form of case-insensitivity. Multiple conditions are supported and AND'ed to each other in a sequential order. If --for=create is passed, it is always waited first."),
    bool('local', 'If true, annotation will NOT contact api-server but run locally.'),
    duration('timeout', 'The length of time to wait before giving up. Zero means check once and don\'t wait, negative means wait for a week.', { value: '30s' }),
  ],
  run: runWait,
};

const week = 168 * 3_600_000;

function conditionOf(spec: string): Condition | 'create' | 'delete' {
  const lower = spec.toLowerCase();
  if (lower === 'create' || lower === 'delete') return lower;
  if (lower.startsWith('condition=')) return statusCondition(spec.slice('condition='.length));
  if (lower.startsWith('jsonpath=')) return pathCondition(spec.slice('jsonpath='.length));
  throw new CommandError(`unrecognized condition: ${quote(spec)}`);
}

function statusCondition(spec: string): Condition {
  const equals = spec.indexOf('=');
  const type = (equals < 0 ? spec : spec.slice(0, equals)).toLowerCase();
  const value = (equals < 0 ? 'true' : spec.slice(equals + 1)).toLowerCase();
  return (object) => (listAt(object, 'status', 'conditions') as readonly AnyObject[]).some((condition) => {
    if (textAt(condition, 'type').toLowerCase() !== type || textAt(condition, 'status').toLowerCase() !== value) return false;
    const observed = numberAt(condition, 'observedGeneration') || numberAt(object, 'status', 'observedGeneration');
    return observed === 0 || observed >= numberAt(object, 'metadata', 'generation');
  });
}

/** Splits `{.a}=b` at the equals sign; two of them beside each other compare within a path. */
function splitPath(spec: string): readonly [path: string, value: string | undefined] {
  const [path = '', value, ...rest] = spec.split(/(?<!=)=(?!=)/);
  if (rest.length > 0) throw new CommandError("jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'");
  if (path === '') throw new CommandError('jsonpath expression cannot be empty');
  if (value === '') throw new CommandError("jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3");
  return [path, value?.replace(/^(['"])(.*)\1$/, '$2')];
}

function pathCondition(spec: string): Condition {
  const [path, wanted] = splitPath(spec);
  try {
    const compiled = compileJsonPath(relaxedPath(path));
    return (object) => {
      try {
        const values = findResults(compiled, object)[0] ?? [];
        if (values.length === 0) return false;
        if (values.length > 1) throw new CommandError('given jsonpath expression matches more than one value');
        if (typeof values[0] === 'object' && wanted !== undefined) throw new CommandError('jsonpath leads to a nested object or list which is not supported');
        return wanted === undefined || goText(values[0]) === wanted;
      } catch (error) {
        if (error instanceof JsonPathError) return false;
        throw error;
      }
    };
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new CommandError(error.message);
  }
}

function* runWait(kubectl: Kubectl, args: readonly string[]): Process {
  checkOutput(kubectl);
  const specs = kubectl.flags.list('for');
  if (specs.length === 0) throw new CommandError('unrecognized condition: []');
  const conditions = specs.map(conditionOf);
  const timeout = kubectl.flags.durationMs('timeout');
  const deadlineMs = kubectl.nowMs + (timeout < 0 ? week : timeout);
  const selection = selectionFlags(kubectl, args);
  if (isLocal(kubectl) && !hasFiles(selection)) throw new CommandError(missingLocalFiles);
  const targets = yield* selectTargets(kubectl, forNamesBeforeAll(selection));
  if (conditions.includes('create')) yield* waitForCreation(kubectl, targets, deadlineMs);
  const errors: Error[] = [];
  let count = 0;
  for (const target of targets) {
    try {
      for (const info of yield* infosOf(kubectl, target, conditions)) {
        count++;
        try {
          for (const condition of conditions) yield* met(kubectl, yield* waitFor(kubectl, info, condition, deadlineMs));
        } catch (error) {
          errors.push(operating(error));
        }
      }
    } catch (error) {
      errors.push(operating(error));
    }
  }
  throwAll(errors);
  if (count === 0 && !conditions.includes('delete')) throw new CommandError('no matching resources found');
}

/** What a target stands for; nothing when it is gone already and should be. */
function* infosOf(kubectl: Kubectl, target: Target, conditions: readonly (Condition | 'create' | 'delete')[]): Process<readonly Info[]> {
  try {
    return yield* fetchTarget(kubectl, target);
  } catch (error) {
    if (conditions.includes('delete') && error instanceof ApiError && error.reason === 'NotFound') return [];
    throw error;
  }
}

/** Gives the object as it is when the condition is met. */
function* waitFor(kubectl: Kubectl, info: Info, condition: Condition | 'create' | 'delete', deadlineMs: number): Process<AnyObject> {
  if (condition === 'create') return info.object;
  if (condition !== 'delete') return yield* waitForCondition(kubectl, info, condition, deadlineMs);
  if (looksOnce(kubectl)) throw notMet(kubectl, info);
  if (kubectl.nowMs >= deadlineMs) throw new CommandError('client rate limiter Wait returned an error: context deadline exceeded');
  yield* waitUntilGone(kubectl, [{ ...info, uid: textAt(info.object, 'metadata', 'uid') }], Math.max(1, deadlineMs - kubectl.nowMs));
  return info.object;
}

/** Whether nothing is waited for: it is as it should be now, or never. */
const looksOnce = ({ flags }: Kubectl): boolean => flags.durationMs('timeout') === 0;

function notMet(kubectl: Kubectl, { mapping, name }: Info): CommandError {
  return new CommandError(`${looksOnce(kubectl) ? 'condition not met for' : 'timed out waiting for the condition on'} ${mapping.resource}/${name}`);
}

function* met(kubectl: Kubectl, object: AnyObject): Process {
  yield* kubectl.out(operationPrinter(kubectl, 'condition met')(object));
}

/** How often is looked whether something has come into being. */
const createPollMs = 100;

/** Waits until each target stands for something. */
function* waitForCreation(kubectl: Kubectl, targets: readonly Target[], deadlineMs: number): Process {
  while (!(yield* areThere(kubectl, targets))) {
    if (kubectl.nowMs >= deadlineMs) throw new CommandError('timed out waiting for the condition');
    yield* sleep(createPollMs);
  }
}

/** Whether all is there. One thing that is missing may come; of several, or of files, kubectl does not see that they are only missing. */
function* areThere(kubectl: Kubectl, targets: readonly Target[]): Process<boolean> {
  const { infos, errors } = yield* fetchAll(kubectl, targets);
  const [missing] = errors;
  if (missing === undefined) return infos.length > 0;
  const mayCome = errors.length === 1 && missing instanceof ApiError && missing.reason === 'NotFound' && targets.every(({ type }) => type !== 'file');
  if (!mayCome) throwAll(errors);
  return false;
}

function* waitForCondition(kubectl: Kubectl, info: Info, condition: Condition, deadlineMs: number): Process<AnyObject> {
  const { mapping, namespace, name } = info;
  let { object } = info;
  if (condition(object)) return object;
  for (;;) {
    const options = { fieldSelector: `metadata.name=${name}`, resourceVersion: textAt(object, 'metadata', 'resourceVersion') };
    const { stream } = yield* kubectl.api.stream('watch', { mapping, namespace, options });
    try {
      for (;;) {
        const event = (yield* stream.nextWithin(Math.max(0, deadlineMs - kubectl.nowMs))) as WatchEvent | undefined;
        if (!event && (!stream.isEnded || kubectl.nowMs >= deadlineMs)) throw notMet(kubectl, info);
        if (!event) break;
        if (event.type === 'DELETED') throw new ApiError(notFound(mapping.resource, name));
        if (event.type !== 'ADDED' && event.type !== 'MODIFIED') continue;
        object = event.object as unknown as AnyObject;
        if (condition(object)) return object;
      }
    } finally {
      stream.cancel();
    }
    object = (yield* kubectl.api.ask('get', { mapping, namespace, name })) as AnyObject;
    if (condition(object)) return object;
  }
}

function notFound(resource: string, name: string) {
  return { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', reason: 'NotFound', message: `${resource} ${JSON.stringify(name)} not found`, code: 404 } as const;
}

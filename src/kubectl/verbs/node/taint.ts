// kubectl taint.
// Upstream: k8s.io/kubectl pkg/cmd/taint

import type { Process } from '../../../kernel/index.ts';
import { isLabelValue, isQualifiedName } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, PlainError, throwAll, usageError } from '../../core/errors.ts';
import { bool, dryRunFlag, fieldManagerFlag, printFlags, selectorFlag, validateFlag } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { listAt, withField } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { dryRunOf, operationPrinter } from '../../printers/output.ts';
import { fieldValidation } from '../create/create-object.ts';
import { sendChange } from '../../resources/change.ts';
import { selectTargets } from '../../resources/builder.ts';
import { forEachInfo } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';

interface Taint {
  readonly key: string;
  readonly value?: string;
  /** Empty when a removal means all effects. */
  readonly effect: string;
}

const effects = ['NoExecute', 'NoSchedule', 'PreferNoSchedule'];

export const taint: Command = {
  name: 'taint', short: 'Update the taints on one or more nodes', usage: 'NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  flags: [
    ...printFlags, dryRunFlag, fieldManagerFlag('kubectl-taint'), selectorFlag, validateFlag,
    bool('all', 'Select all nodes in the cluster'),
    bool('overwrite', 'If true, allow taints to be overwritten, otherwise reject taint updates that overwrite existing taints.'),
  ],
  run: runTaint,
};

function parseTaint(spec: string): Taint {
  const bad = (why: string): CommandError => new CommandError(`invalid taint spec: ${spec}${why === '' ? '' : `, ${why}`}`);
  const [pair = '', effect, ...more] = spec.split(':');
  if (more.length > 0) throw bad('');
  if (effect !== undefined && !effects.includes(effect)) throw new CommandError(`invalid taint effect: ${effect}, unsupported taint effect`);
  const [key = '', value, ...rest] = effect === undefined ? [pair] : pair.split('=');
  if (rest.length > 0) throw bad('');
  const keyErrors = isQualifiedName(key);
  if (keyErrors.length > 0) throw bad(keyErrors.join('; '));
  if (value !== undefined) {
    const valueErrors = isLabelValue(value);
    if (valueErrors.length > 0) throw bad(valueErrors.join('; '));
  }
  return { key, ...(value === undefined ? {} : { value }), effect: effect ?? '' };
}

/** What is to be set and what is to go. */
interface Changes {
  readonly add: readonly Taint[];
  readonly remove: readonly Taint[];
}

function parseTaints(specs: readonly string[]): Changes {
  const add: Taint[] = [];
  const remove: Taint[] = [];
  for (const spec of specs) {
    if (spec.endsWith('-')) remove.push(parseTaint(spec.slice(0, -1)));
    else {
      const parsed = parseTaint(spec);
      if (add.some((each) => each.key === parsed.key && each.effect === parsed.effect)) throw new CommandError(`duplicated taints with the same key and effect: {${parsed.key} ${parsed.value} ${parsed.effect} <nil>}`);
      add.push(parsed);
    }
  }
  return { add, remove };
}

function* runTaint(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  dryRunOf(kubectl);
  fieldValidation(kubectl);
  const isSpec = (word: string): boolean => word.includes('=') || word.includes(':') || word.endsWith('-');
  const first = args.findIndex(isSpec);
  const resources = first < 0 ? args : args.slice(0, first);
  const specs = first < 0 ? [] : args.slice(first);
  const usage = (message: string): CommandError => usageError(kubectl.found.path, message);
  const [type, ...names] = resources;
  if (type === undefined) throw new CommandError('one or more resources must be specified as <resource> <name>');
  const stray = specs.find((word) => !isSpec(word));
  if (stray !== undefined) throw new CommandError(`all resources must be specified before taint changes: ${stray}`);
  if (specs.length < 1) throw new CommandError('at least one taint update is required');
  let changes: Changes;
  try {
    changes = parseTaints(specs);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw usage(error.message);
  }
  const mapping = (yield* kubectl.discovery()).find(type);
  if (!mapping) throw new PlainError(`the server doesn't have a resource type ${JSON.stringify(type)}`);
  if (mapping.kind !== 'Node') throw new CommandError(`invalid resource type ${type}, only node types are supported`);
  checkConflicts(changes);
  const selector = flags.text('selector');
  if (names.length === 0 && selector === '' && !flags.bool('all')) throw new CommandError("at least one resource name must be specified since 'all' parameter is not set");
  if (flags.bool('all') && selector !== '') throw new CommandError("setting 'all' parameter with a non empty selector is prohibited");
  // Who selects or means all has named nobody.
  const isNamed = selector === '' && !flags.bool('all');
  const targets = yield* selectTargets(kubectl, { args: isNamed ? resources : [type], selector, all: flags.bool('all') });
  yield* forEachInfo(kubectl, targets, function* taintOne(info) {
    const { taints, operation } = changedTaints(kubectl, info, changes);
    const next = withField(info.object, ['spec', 'taints'], taints.length > 0 ? taints : undefined);
    const changed = yield* sendChange(kubectl, info, next);
    yield* kubectl.out(operationPrinter(kubectl, operation, '')(changed ?? info.object));
  });
}

/** A taint cannot be both set and taken away. */
function checkConflicts({ add, remove }: Changes): void {
  const conflicts = remove.filter((gone) => add.some((fresh) => matches(gone, fresh)));
  if (conflicts.length === 0) return;
  throw new CommandError(`can not both modify and remove the following taint(s) in the same command: ${conflicts.map(({ key, effect }) => `${key}=${effect}`).join(', ')}`);
}

const isSame = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect;

/** Whether a taint is one of those that are to go: with that key, and the effect if one was said. */
const matches = (gone: Taint, each: Taint): boolean => gone.key === each.key && (gone.effect === '' || gone.effect === each.effect);

function changedTaints(kubectl: Kubectl, info: Info, { add, remove }: Changes): { readonly taints: readonly AnyObject[]; readonly operation: string } {
  const current = listAt(info.object, 'spec', 'taints') as readonly (AnyObject & Taint)[];
  const overwrites = kubectl.flags.bool('overwrite');
  if (!overwrites) {
    const clashes = add.filter((each) => current.some((other) => isSame(each, other)));
    if (clashes.length > 0) throw new CommandError(`node ${info.name} already has ${clashes.map(({ key }) => key).join(',')} taint(s) with same effect(s) and --overwrite is false`);
  }
  const missing = remove.filter((gone) => !current.some((each) => matches(gone, each)));
  throwAll(missing.map(({ key, effect }) => new CommandError(`taint ${JSON.stringify(effect === '' ? key : `${key}:${effect}`)} not found`)));
  const kept = current.filter((each) => !remove.some((gone) => matches(gone, each)) && !add.some((fresh) => isSame(fresh, each)));
  const operation = overwrites || (add.length > 0 && remove.length > 0) ? 'modified' : add.length > 0 ? 'tainted' : 'untainted';
  return { taints: [...add.map((each) => ({ ...each })), ...kept], operation };
}

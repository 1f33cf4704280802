// kubectl set env.
// Upstream: k8s.io/kubectl pkg/cmd/set/set_env.go

import { base64DecodeText, quote } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { Container, ResourceFieldSelector } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, throwAll } from '../../core/errors.ts';
import { array, bool, selectorFlag, strings, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { at, listAt, mapAt, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { needVariableName } from '../../core/variable-name.ts';
import { resourceFieldText } from '../../describers/resource-field.ts';
import { hasFiles, isLocal, missingResource, selectTargets, selectionFlags } from '../../resources/builder.ts';
import { fetchAll } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { checkOutput } from '../../printers/output.ts';
import { mapContainers, podSpecPath } from '../../workloads/pod-spec.ts';
import { allOfSelector, changeInfos, checkLocal, containersOf, infosOf, isAllOfSelector, isChange, isChosen, needPodSpec, setFlags, splitWords } from './shared.ts';

export const setEnv: Command = {
  name: 'env', short: 'Update environment variables on a pod template',
  usage: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  flags: [
    ...setFlags('set env', { filename: 'Filename, directory, or URL to files the resource to update the env', all: 'If true, select all resources in the namespace of the specified resource types' }), selectorFlag,
    text('containers', 'The names of containers in the selected pod templates to change - may use wildcards', { short: 'c', value: '*' }),
    array('env', 'Specify a key-value pair for an environment variable to set into each container.', { short: 'e' }),
    text('from', 'The name of a resource from which to inject environment variables'),
    strings('keys', 'Comma-separated list of keys to import from specified resource'),
    bool('list', 'If true, display the environment and any changes in the standard format. this flag will removed when we have kubectl view env.'),
    bool('overwrite', 'If true, allow environment to be overwritten, otherwise reject updates that overwrite existing environment.', { value: 'true' }),
    text('prefix', 'Prefix to append to variable names'),
    bool('resolve', 'If true, show secret or configmap references when listing variables'),
  ],
  run: runEnv,
};

function* runEnv(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  checkLocal(kubectl);
  if (isAllOfSelector(kubectl)) throw allOfSelector();
  checkOutput(kubectl);
  if (flags.bool('list') && flags.text('output') !== '') throw new CommandError('--list and --output may not be specified together');
  const { resources, changes } = splitWords(args);
  if (!changes.every(isChange)) throw new CommandError(`all resources must be specified before environment changes: ${args.join(' ')}`);
  if (resources.length === 0 && flags.list('filename').length === 0) throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (flags.text('from') === '' && flags.list('keys').length > 0) throw new CommandError('when specifying --keys, a configmap or secret must be provided with --from');
  const { added, removed } = yield* readChanges(kubectl, [...changes, ...flags.list('env')]);
  const from = flags.text('from');
  const fromVariables = from === '' ? [] : yield* variablesFrom(kubectl, from);
  const infos = yield* infosOf(kubectl, selectionFlags(kubectl, resources), missingResource);
  const withPods = infos.filter(({ mapping }) => podSpecPath(mapping.kind) !== undefined);
  for (const info of withPods) {
    const selected = containersOf(info).filter((container) => isChosen(kubectl, container));
    if (selected.length === 0) yield* kubectl.err(`Warning: ${info.mapping.kind}/${info.name} does not have any containers matching ${quote(flags.text('containers'))}\n`);
    if (!flags.bool('overwrite')) for (const container of selected) refuseOverwriting(info, container, added);
  }
  const next = (container: AnyObject): AnyObject => (isChosen(kubectl, container) ? withVariables(container, [...added, ...fromVariables], removed) : container);
  if (flags.bool('list')) {
    for (const info of withPods) yield* listVariables(kubectl, info, mapContainers(info.object, needPodSpec(info), next));
    return;
  }
  yield* changeInfos(kubectl, infos, { done: 'env updated', failed: 'failed to patch env update to pod template:' }, (info) => mapContainers(info.object, needPodSpec(info), next));
}

function refuseOverwriting({ mapping, name }: Info, container: AnyObject, added: readonly AnyObject[]): void {
  const current = listAt(container, 'env') as readonly AnyObject[];
  for (const fresh of added) {
    const known = current.find((each) => each['name'] === fresh['name']);
    if (known && known['value'] !== fresh['value']) throw new CommandError(`${mapping.resource}/${name} '${String(known['name'])}' already has a value (${textAt(known, 'value')}), and --overwrite is false`);
  }
}

/** What is to be set and to go; `-` stands for the lines of standard input. */
function* readChanges(kubectl: Kubectl, words: readonly string[]): Process<{ readonly added: readonly AnyObject[]; readonly removed: readonly string[] }> {
  const added: AnyObject[] = [];
  const removed: string[] = [];
  for (const word of words.filter((each) => each !== '-')) {
    const equals = word.indexOf('=');
    if (equals < 0 && !word.endsWith('-')) throw new CommandError(`unknown environment variable: ${word}`);
    if (equals < 0) {
      removed.push(word.slice(0, -1));
      continue;
    }
    const name = word.slice(0, equals);
    needVariableName(name);
    added.push(variable(name, word.slice(equals + 1)));
  }
  if (added.some(({ name }) => removed.includes(String(name)))) throw new CommandError('can not both modify and remove the same environment variable in the same command');
  if (words.includes('-')) added.push(...variablesIn(yield* kubectl.context.stdin.readAll()));
  return { added, removed };
}

const variable = (name: string, value: string): AnyObject => ({ name, ...(value === '' ? {} : { value }) });

/** The lines `NAME=value` of a text, whatever the names are; nothing is made of other lines. */
function variablesIn(lines: string): readonly AnyObject[] {
  return lines.split('\n').filter((line) => line.includes('=') && !line.startsWith('#')).map((line) => {
    const equals = line.indexOf('=');
    return variable(line.slice(0, equals), line.slice(equals + 1));
  });
}

function withVariables(container: AnyObject, added: readonly AnyObject[], removed: readonly string[]): AnyObject {
  const current = listAt(container, 'env') as readonly AnyObject[];
  const updated = current.filter((each) => !removed.includes(String(each['name']))).map((each) => added.find((other) => other['name'] === each['name']) ?? each);
  const fresh = added.filter((each, at) => added.findIndex((other) => other['name'] === each['name']) === at && !updated.some((other) => other['name'] === each['name']));
  const env = [...updated, ...fresh];
  if (env.length === 0) {
    const { env: _, ...rest } = container;
    return rest;
  }
  return { ...container, env };
}

/** Whoever asks nobody takes the files for what `--from` names. Upstream: EnvOptions.RunEnv */
function* variablesFrom(kubectl: Kubectl, from: string): Process<readonly AnyObject[]> {
  const files = selectionFlags(kubectl, []);
  if (isLocal(kubectl)) return yield* variablesOf(kubectl, yield* infosOf(kubectl, files, missingResource));
  if (hasFiles(files)) throw new CommandError('resource/name arguments cannot be provided when a path is specified');
  const { infos, errors } = yield* fetchAll(kubectl, yield* selectTargets(kubectl, { args: [from], selector: kubectl.flags.text('selector') }));
  throwAll(errors);
  return yield* variablesOf(kubectl, infos);
}

function* variablesOf(kubectl: Kubectl, sources: readonly Info[]): Process<readonly AnyObject[]> {
  const variables: AnyObject[] = [];
  for (const source of sources) variables.push(...(yield* variablesOfOne(kubectl, source)));
  return variables;
}

function* variablesOfOne(kubectl: Kubectl, { mapping, name, object }: Info): Process<readonly AnyObject[]> {
  if (mapping.kind !== 'ConfigMap' && mapping.kind !== 'Secret') throw new CommandError(`unsupported resource specified in --from`);
  const wanted = kubectl.flags.list('keys');
  const variables: AnyObject[] = [];
  for (const key of Object.keys(mapAt(object, 'data')).sort()) {
    if (wanted.length > 0 && !wanted.includes(key)) continue;
    const upper = key.toUpperCase().replace(/[^A-Z0-9_]/g, '_');
    if (upper !== key) yield* kubectl.err(`Warning: key ${key} transferred to ${upper}\n`);
    const reference = { key, name };
    variables.push({ name: kubectl.flags.text('prefix') + upper, valueFrom: mapping.kind === 'Secret' ? { secretKeyRef: reference } : { configMapKeyRef: reference } });
  }
  return variables;
}

function* listVariables(kubectl: Kubectl, info: Info, object: AnyObject): Process {
  for (const container of containersOf(info, object)) {
    yield* kubectl.out(`# ${info.mapping.kind} ${info.name}, container ${String(container['name'])}\n`);
    const unresolved: string[] = [];
    for (const variable of listAt(container, 'env') as readonly AnyObject[]) yield* kubectl.out(`${yield* variableText(kubectl, { variable, container, object }, unresolved)}\n`);
    yield* kubectl.err(unresolved.map((why) => `${why}\n`).join(''));
  }
}

/** A variable where it stands. */
interface Placed {
  readonly variable: AnyObject;
  readonly container: AnyObject;
  readonly object: AnyObject;
}

function* variableText(kubectl: Kubectl, { variable, container, object: owner }: Placed, unresolved: string[]): Process<string> {
  const name = String(variable['name']);
  for (const [field, kind, resource] of [['configMapKeyRef', 'configmap', 'configmaps'], ['secretKeyRef', 'secret', 'secrets']] as const) {
    const reference = at(variable, 'valueFrom', field);
    if (reference === undefined) continue;
    const key = textAt(reference, 'key');
    const source = textAt(reference, 'name');
    if (!kubectl.flags.bool('resolve')) return `# ${name} from ${kind} ${source}, key ${key}`;
    const object = (yield* kubectl.api.ask('get', { mapping: { group: '', version: 'v1', resource }, namespace: kubectl.namespace, name: source })) as AnyObject;
    const value = mapAt(object, 'data')[key] ?? '';
    return `${name}=${kind === 'secret' ? (base64DecodeText(value) ?? '') : value}`;
  }
  const field = textAt(variable, 'valueFrom', 'fieldRef', 'fieldPath');
  if (field !== '') {
    if (kubectl.flags.bool('resolve')) {
      if (/^metadata\.(name|namespace|uid)$/.test(field)) return `${name}=${textAt(owner, ...field.split('.'))}`;
      unresolved.push(`error retrieving reference for ${name}: unsupported fieldPath: ${field}`);
    }
    return `# ${name} from field path ${field}`;
  }
  const amount = at(variable, 'valueFrom', 'resourceFieldRef') as ResourceFieldSelector | undefined;
  if (amount) return kubectl.flags.bool('resolve') ? `${name}=${resourceFieldText(container as unknown as Container, amount)}` : `# ${name} from resource field ${amount.resource}`;
  return `${name}=${textAt(variable, 'value')}`;
}

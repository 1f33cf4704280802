// kubectl set: image, env, resources, selector, serviceaccount, subject.
// Upstream: k8s.io/kubectl pkg/cmd/set

import type { Command } from '../../core/command.ts';
import { CommandError, throwAll } from '../../core/errors.ts';
import { array, bool, dryRunFlag, plainFileFlags, printFlags, selectorFlag, text } from '../../core/flag.ts';
import { listAt, withField } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { asTyped } from '../../core/typed.ts';
import { recordFlag } from '../../core/recording.ts';
import { checkOutput, dryRunOf, typedPrinter } from '../../printers/output.ts';
import { isLocal, missingResource, selectionFlags } from '../../resources/builder.ts';
import { labelSelectorOf } from '../../resources/label-query.ts';
import { sendChange } from '../../resources/change.ts';
import { forEachInfo } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { mapContainers } from '../../workloads/pod-spec.ts';
import { pairs } from '../create/generators/generator.ts';
import { subjectsOf } from '../create/generators/rbac.ts';
import { setEnv } from './env.ts';
import { allOfSelector, changeInfos, checkLocal, checkLocalFiles, containersOf, infosOf, isAllOfSelector, isChange, isChosen, needPodSpec, setFlags, setManagerFlag, splitWords, targetsOf } from './shared.ts';
import { parseAmounts } from './amounts.ts';

const image: Command = {
  name: 'image', short: 'Update the image of a pod template',
  usage: '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  flags: [recordFlag, ...setFlags('set image'), selectorFlag],
  *run(kubectl, args) {
    checkLocalFiles(kubectl);
    checkOutput(kubectl);
    const { resources, changes } = splitWords(args);
    const stray = changes.find((word) => !isChange(word));
    if (stray !== undefined) throw new CommandError(`all resources must be specified before image changes: ${stray}`);
    const noImages = changes.length === 0 ? [new CommandError('at least one image update is required')] : [];
    if (isAllOfSelector(kubectl)) throwAll([allOfSelector(), ...noImages]);
    const infos = yield* infosOf(kubectl, selectionFlags(kubectl, resources));
    const images = pairs(changes);
    throwAll(noImages);
    const missing: Error[] = [];
    yield* changeInfos(kubectl, infos, { done: 'image updated', failed: 'failed to patch image update to pod template:' }, (info) => {
      missing.push(...missingContainers(info, Object.keys(images)));
      return withImages(info, images);
    }, missing);
  },
};

/** Containers that are named but that the Pods do not have; the others are changed all the same. */
function missingContainers(info: Info, names: readonly string[]): readonly Error[] {
  const known = new Set(containersOf(info).map((container) => String(container['name'])));
  return names.filter((name) => name !== '*' && !known.has(name)).map((name) => new CommandError(`error: unable to find container named ${JSON.stringify(name)}`));
}

function withImages(info: Info, images: Readonly<Record<string, string>>): AnyObject {
  const path = needPodSpec(info);
  return mapContainers(info.object, path, (container) => {
    const next = images[String(container['name'])] ?? images['*'];
    return next === undefined ? container : { ...container, image: next };
  });
}

const resources: Command = {
  name: 'resources', short: 'Update resource requests/limits on objects with pod templates', usage: '(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  flags: [
    recordFlag, ...setFlags('set resources'), selectorFlag,
    text('containers', 'The names of containers in the selected pod templates to change, all containers are selected by default - may use wildcards', { short: 'c', value: '*' }),
    text('limits', "The resource requirement requests for this container.  For example, 'cpu=100m,memory=256Mi'.  Note that server side components may assign requests depending on the server configuration, such as limit ranges."),
    text('requests', "The resource requirement requests for this container.  For example, 'cpu=100m,memory=256Mi'.  Note that server side components may assign requests depending on the server configuration, such as limit ranges."),
  ],
  *run(kubectl, args) {
    const { flags } = kubectl;
    checkLocalFiles(kubectl);
    checkOutput(kubectl);
    const infos = yield* infosOf(kubectl, selectionFlags(kubectl, args));
    if (flags.text('limits') === '' && flags.text('requests') === '') throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
    const limits = parseAmounts(flags.text('limits'));
    const requests = parseAmounts(flags.text('requests'));
    const missing: Error[] = [];
    yield* changeInfos(kubectl, infos, { done: 'resource requirements updated', failed: 'failed to patch resources update to pod template' }, (info) => {
      if (!containersOf(info).some((container) => isChosen(kubectl, container))) missing.push(new CommandError(`error: unable to find container named ${flags.text('containers')}`));
      return mapContainers(info.object, needPodSpec(info), (container) => {
        if (!isChosen(kubectl, container)) return container;
        const merged = { limits: { ...mapOf(container, 'limits'), ...limits }, requests: { ...mapOf(container, 'requests'), ...requests } };
        const kept = Object.fromEntries(Object.entries(merged).filter(([, amounts]) => Object.keys(amounts).length > 0));
        return { ...container, resources: { ...(container['resources'] as AnyObject | undefined), ...kept } };
      });
    }, missing);
  },
};

const mapOf = (container: AnyObject, field: string): AnyObject => ((container['resources'] as AnyObject | undefined)?.[field] ?? {}) as AnyObject;

const selector: Command = {
  name: 'selector', short: 'Set the selector on a resource', usage: '(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  flags: [
    recordFlag, ...printFlags, ...plainFileFlags, dryRunFlag, setManagerFlag, bool('all', 'Select all resources in the namespace of the specified resource types'), bool('local', 'If true, annotation will NOT contact api-server but run locally.'),
    text('resource-version', 'If non-empty, the selectors update will only succeed if this is the current resource-version for the object. Only valid when specifying a single resource.'),
  ],
  *run(kubectl, args) {
    checkLocal(kubectl);
    dryRunOf(kubectl);
    const wanted = args.at(-1);
    if (wanted === undefined) throw new CommandError('one selector is required');
    const targets = yield* targetsOf(kubectl, selectionFlags(kubectl, args.slice(0, -1)));
    checkOutput(kubectl);
    const version = kubectl.flags.text('resource-version');
    const { matchLabels: selected = {}, matchExpressions = [] } = labelSelectorOf(wanted);
    const asked = matchExpressions.map(({ key, operator, values = [] }) => `{${key} ${operator} [${values.join(' ')}]}`);
    yield* forEachInfo(kubectl, targets, function* select(info) {
      if (info.mapping.kind !== 'Service') throw new CommandError('setting a selector is only supported for Services');
      if (asked.length > 0) throw new CommandError(`match expression [${asked.join(' ')}] not supported on this object`);
      const object = isLocal(kubectl) ? asTyped(info.object) : info.object;
      const versioned = version === '' ? object : withField(object, ['metadata', 'resourceVersion'], version);
      const changed = yield* sendChange(kubectl, info, withField(versioned, ['spec', 'selector'], selected));
      yield* kubectl.out(typedPrinter(kubectl, 'selector updated')(changed ?? object));
    });
  },
};

const serviceAccount: Command = {
  name: 'serviceaccount', aliases: ['sa'], short: 'Update the service account of a resource', usage: '(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT', flags: [recordFlag, ...setFlags('set serviceaccount')],
  *run(kubectl, args) {
    const name = args.at(-1);
    checkOutput(kubectl);
    if (name === undefined) throw new CommandError('serviceaccount is required');
    checkLocal(kubectl);
    const infos = yield* infosOf(kubectl, selectionFlags(kubectl, args.slice(0, -1)), missingResource);
    yield* changeInfos(kubectl, infos, { done: 'serviceaccount updated', failed: 'failed to patch ServiceAccountName', tellsUnchanged: true }, (info) => withField(info.object, [...needPodSpec(info), 'serviceAccountName'], name));
  },
};

const subject: Command = {
  name: 'subject', short: 'Update the user, group, or service account in a role binding or cluster role binding', usage: '(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  flags: [...setFlags('set subject', { filename: 'Filename, directory, or URL to files the resource to update the subjects' }), selectorFlag, array('group', 'Groups to bind to the role'), array('serviceaccount', 'Service accounts to bind to the role'), array('user', 'Usernames to bind to the role')],
  *run(kubectl, args) {
    checkLocalFiles(kubectl);
    checkOutput(kubectl);
    const infos = yield* infosOf(kubectl, selectionFlags(kubectl, args));
    const added = subjectsOf(kubectl.flags);
    if (added.length === 0) throw new CommandError('you must specify at least one value of user, group or serviceaccount');
    yield* changeInfos(kubectl, infos, { done: 'subjects updated', failed: 'failed to patch subjects to rolebinding:' }, (info) => {
      const { kind, resource } = info.mapping;
      if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') throw new CommandError(`${resource}/${info.name} setting subjects is only supported for RoleBinding/ClusterRoleBinding`);
      const known = listAt(info.object, 'subjects') as readonly AnyObject[];
      const isKnown = (each: AnyObject): boolean => known.some((other) => other['kind'] === each['kind'] && other['name'] === each['name'] && other['namespace'] === each['namespace']);
      return withField(info.object, ['subjects'], [...known, ...added.filter((each) => !isKnown(each))]);
    });
  },
};

export const set: Command = {
  name: 'set', short: 'Set specific features on objects', usage: 'SUBCOMMAND',
  commands: [setEnv, image, resources, selector, serviceAccount, subject],
};

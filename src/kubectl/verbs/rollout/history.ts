// kubectl rollout history.
// Upstream: k8s.io/kubectl pkg/cmd/rollout/rollout_history.go

import { describeStyle, formatTable } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { PodTemplateSpec } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError } from '../../core/errors.ts';
import { fileFlags, int, printFlags, selectorFlag } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { Page } from '../../describers/page.ts';
import { describeTemplate } from '../../describers/template.ts';
import { checkOutput, objectLabel, typedPrinter } from '../../printers/output.ts';
import { forEachInfo } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { changeCauseKey } from '../../workloads/replica-sets.ts';
import { revisionsOf } from '../../workloads/revisions.ts';
import type { Revision } from '../../workloads/revisions.ts';
import { needResources, rolloutTargets } from './targets.ts';

export const rolloutHistory: Command = {
  name: 'history', short: 'View rollout history', usage: '(TYPE NAME | TYPE/NAME) [flags]',
  flags: [...printFlags, ...fileFlags('Filename, directory, or URL to files identifying the resource to get from a server.'), selectorFlag, int('revision', 'See the details, including podTemplate of the revision specified')],
  *run(kubectl, args) {
    needResources(kubectl, args);
    if (kubectl.flags.text('output') !== '') checkOutput(kubectl);
    const revision = kubectl.flags.int('revision');
    if (revision < 0) throw new CommandError(`revision must be a positive integer: ${revision}`);
    const targets = yield* rolloutTargets(kubectl, args);
    yield* forEachInfo(kubectl, targets, (info) => showHistory(kubectl, info, revision));
  },
};

/** The template as describe shows it, its tabs left as they are. */
export function templateText(template: PodTemplateSpec): string {
  const page = new Page(0, false);
  describeTemplate(page, template);
  return page.text;
}

/** The template with the cause of the change among its annotations. */
export function templateOf(revision: Revision): PodTemplateSpec {
  const { template, changeCause } = revision;
  if (changeCause === '') return template;
  return { ...template, metadata: { ...template.metadata, annotations: { ...template.metadata?.annotations, [changeCauseKey]: changeCause } } };
}

function* showHistory(kubectl: Kubectl, info: Info, wanted: number): Process {
  const revisions = yield* revisionsOf(kubectl, info);
  const revision = revisions.find(({ number }) => number === wanted);
  if (wanted > 0 && !revision) throw new CommandError('unable to find the specified revision');
  if (kubectl.flags.text('output') !== '') {
    const print = typedPrinter(kubectl, '');
    for (const { object } of revision ? [revision] : revisions) yield* kubectl.out(print(object));
    return;
  }
  if (revision) {
    yield* kubectl.out(`${objectLabel(info.object)} with revision #${wanted}\n${templateText(templateOf(revision))}\n`);
    return;
  }
  if (revisions.length === 0) {
    yield* kubectl.out(`${objectLabel(info.object)} \nNo rollout history found.\n`);
    return;
  }
  const rows = [['REVISION', 'CHANGE-CAUSE'], ...revisions.map(({ number, changeCause }) => [String(number), changeCause === '' ? '<none>' : changeCause])];
  yield* kubectl.out(`${objectLabel(info.object)} \n${formatTable(rows, describeStyle)}\n`);
}

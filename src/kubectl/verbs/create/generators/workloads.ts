// kubectl create deployment, job, cronjob.
// Upstream: k8s.io/kubectl pkg/cmd/create (create_deployment.go, create_job.go, create_cronjob.go)

import type { Process } from '../../../../kernel/index.ts';
import { CommandError } from '../../../core/errors.ts';
import { int, strings, text } from '../../../core/flag.ts';
import { at, textAt } from '../../../core/object.ts';
import type { AnyObject } from '../../../core/object.ts';
import { selectTargets } from '../../../resources/builder.ts';
import { generatorCommand } from './generator.ts';
import type { GeneratorInput } from './generator.ts';

/** The name of a container that runs an image: the image's last part without tag or digest. */
export function containerName(image: string): string {
  const last = image.split('/').at(-1) ?? image;
  return (last.split(':')[0] ?? '').split('@')[0] ?? '';
}

function containers({ flags, command }: GeneratorInput): readonly AnyObject[] {
  const images = flags.list('image');
  if (images.length > 1 && command.length > 0) throw new CommandError('cannot specify multiple --image options and command');
  const port = flags.int('port');
  const used = new Map<string, number>();
  return images.map((image, index) => {
    const base = containerName(image).replace(/[^-A-Za-z0-9]/g, '-');
    const count = used.get(base) ?? 0;
    used.set(base, count + 1);
    return {
      ...(command.length > 0 ? { command } : undefined),
      image, name: count === 0 ? base : `${base}-${count}`,
      ...(port >= 0 && index === 0 ? { ports: [{ containerPort: port }] } : undefined),
      resources: {},
    };
  });
}

function* deployment(input: GeneratorInput): Process<AnyObject> {
  const labels = { app: input.name };
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { labels, name: input.name },
    spec: {
      replicas: input.flags.int('replicas'), selector: { matchLabels: labels }, strategy: {},
      template: { metadata: { labels }, spec: { containers: containers(input) } },
    },
    status: {},
  };
}

export const createDeployment = generatorCommand({
  name: 'deployment', aliases: ['deploy'], short: 'Create a deployment with the specified name',
  usage: 'NAME --image=image -- [COMMAND] [args...]',
  flags: [
    strings('image', 'Image names to run. A deployment can have multiple images set for multi-container pod.'),
    int('port', 'The containerPort that this deployment exposes.', { value: '-1' }),
    int('replicas', 'Number of replicas to create. Default is 1.', { short: 'r', value: '1' }),
  ],
  required: ['image'], takesCommand: true, failure: 'failed to create deployment', build: deployment,
});

function podTemplate(name: string, image: string, command: readonly string[], restartPolicy: string): AnyObject {
  const container = { ...(command.length > 0 ? { command } : undefined), image, name, resources: {} };
  return { metadata: {}, spec: { containers: [container], restartPolicy } };
}

function* job({ kubectl, flags, name, command }: GeneratorInput): Process<AnyObject> {
  const image = flags.text('image');
  const from = flags.text('from');
  if ((image === '') === (from === '')) throw new CommandError('either --image or --from must be specified');
  if (from !== '' && command.length > 0) throw new CommandError('cannot specify --from and command');
  if (image !== '') return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { template: podTemplate(name, image, command, 'Never') }, status: {} };
  const [target] = yield* selectTargets(kubectl, { args: [from] });
  if (target?.type !== 'name') return {};
  const { mapping, name: source } = target;
  const cronJob = (yield* kubectl.api.ask('get', { mapping, namespace: kubectl.namespace, name: source })) as AnyObject;
  if (mapping.kind !== 'CronJob') throw new CommandError(`unknown object type *v1.${mapping.kind}`);
  const template = at(cronJob, 'spec', 'jobTemplate') as AnyObject;
  const annotations = { ...(at(template, 'metadata', 'annotations') as AnyObject | undefined), 'cronjob.kubernetes.io/instantiate': 'manual' };
  const owner = { apiVersion: 'batch/v1', controller: true, kind: 'CronJob', name: source, uid: textAt(cronJob, 'metadata', 'uid') };
  return {
    apiVersion: 'batch/v1', kind: 'Job',
    metadata: { annotations, labels: at(template, 'metadata', 'labels'), name, ownerReferences: [owner] },
    spec: at(template, 'spec'), status: {},
  };
}

export const createJob = generatorCommand({
  name: 'job', short: 'Create a job with the specified name', usage: 'NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  flags: [
    text('from', 'The name of the resource to create a Job from (only CronJob is supported).'),
    text('image', 'Image name to run.'),
  ],
  takesCommand: true, failure: 'failed to create job', build: job,
});

function* cronJob({ flags, name, command }: GeneratorInput): Process<AnyObject> {
  const restart = flags.text('restart') === '' ? 'OnFailure' : flags.text('restart');
  const template = podTemplate(name, flags.text('image'), command, restart);
  return {
    apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name },
    spec: { jobTemplate: { metadata: { name }, spec: { template } }, schedule: flags.text('schedule') }, status: {},
  };
}

export const createCronJob = generatorCommand({
  name: 'cronjob', aliases: ['cj'], short: 'Create a cron job with the specified name',
  usage: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  flags: [
    text('image', 'Image name to run.'),
    text('restart', "job's restart policy. supported values: OnFailure, Never"),
    text('schedule', 'A schedule in the Cron format the job should be run with.'),
  ],
  required: ['image', 'schedule'], takesCommand: true, failure: 'failed to create cronjob', build: cronJob,
});


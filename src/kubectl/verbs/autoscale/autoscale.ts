// kubectl autoscale.
// Upstream: k8s.io/kubectl pkg/cmd/autoscale/autoscale.go

import { QuantityError, canonicalQuantity } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { groupKind } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { apiVersionText, resourceAndVersion } from '../../core/discovery.ts';
import { CommandError, operating } from '../../core/errors.ts';
import { dryRunFlag, fieldManagerFlag, fileFlags, int, printFlags, saveConfigFlag, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { listAt, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { recordFlag } from '../../core/recording.ts';
import { dryRunOf, typedPrinter } from '../../printers/output.ts';
import { selectTargets, selectionFlags } from '../../resources/builder.ts';
import { fetchUnlessWritten, forEachInfo } from '../../resources/fetch.ts';
import type { Info } from '../../resources/fetch.ts';
import { createUnlessDry } from '../create/create-object.ts';
import { mappingOf } from '../create/generators/generator.ts';

export const autoscale: Command = {
  name: 'autoscale', short: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  usage: '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]',
  flags: [
    recordFlag,
    ...printFlags, ...fileFlags('Filename, directory, or URL to files identifying the resource to autoscale.'), dryRunFlag, fieldManagerFlag('kubectl-autoscale'), saveConfigFlag,
    text('cpu', 'Target CPU utilization over all the pods. When specified as a percentage (e.g."70%" for 70% of requested CPU) it will target average utilization. When specified as quantity (e.g."500m" for 500 milliCPU) it will target average value. Value without units is treated as a quantity with miliCPU being the unit (e.g."500" is "500m").'),
    int('cpu-percent', 'The target average CPU utilization over all the pods.', {
      value: '-1', isHidden: true, deprecated: "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
    }),
    int('max', 'The upper limit for the number of pods that can be set by the autoscaler. Required.', { value: '-1' }),
    text('memory', 'Target memory utilization over all the pods. When specified  as a percentage (e.g."60%" for 60% of requested memory) it will target average utilization. When specified as quantity (e.g."200Mi" for 200 MiB, "1Gi" for 1 GiB) it will target average value. Value without units is treated as a quantity with mebibytes being the unit (e.g."200" is "200Mi").'),
    int('min', "The lower limit for the number of pods that can be set by the autoscaler. If it's not specified or negative, the server will apply a default value.", { value: '-1' }),
    text('name', 'The name for the newly created object. If not specified, the name of the input resource will be used.'),
  ],
  required: ['max'],
  run: runAutoscale,
};

function target(name: string, given: string, unit: string): readonly AnyObject[] {
  if (given === '') return [];
  const target = given.endsWith('%') ? { averageUtilization: percentage(given), type: 'Utilization' } : { averageValue: amountOf(name, given, unit), type: 'AverageValue' };
  return [{ resource: { name, target }, type: 'Resource' }];
}

function percentage(given: string): number {
  const digits = given.slice(0, -1);
  if (!/^\d+$/.test(digits)) throw new CommandError(`invalid percentage value: ${digits}`);
  return Number(digits);
}

/** A quantity; a number alone is one of the resource's small units. */
function amountOf(name: string, given: string, unit: string): string {
  try {
    return canonicalQuantity(/^[-+]?[\d.]+$/.test(given) ? `${given}${unit}` : given);
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    throw new CommandError(`invalid resource ${name} value: ${given}`);
  }
}

function* runAutoscale(kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  dryRunOf(kubectl);
  if (flags.changed('cpu-percent') && flags.changed('cpu')) throw new CommandError('--cpu-percent and --cpu are mutually exclusive');
  const [min, max] = [flags.int('min'), flags.int('max')];
  if (max < 1) throw new CommandError(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
  if (max < min) throw new CommandError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
  const metrics = metricsOf(kubectl);
  const targets = yield* selectTargets(kubectl, selectionFlags(kubectl, args));
  const count = yield* forEachInfo(kubectl, targets, function* autoscaleOne(info) {
    const { mapping } = info;
    if (!mapping.subresources.includes('scale')) throw new CommandError(`cannot autoscale a ${groupKind(mapping)}: could not find scale subresource for ${resourceAndVersion(mapping)} in discovery information`);
    yield* createScaler(kubectl, scalerFor(kubectl, info, metrics));
  }, fetchUnlessWritten);
  if (count === 0) throw new CommandError('no objects passed to autoscale');
}

/** Creates a scaler and tells of it. Where either fails, kubectl tries it in the older version, which knows only the use of CPU, in percent. */
function* createScaler(kubectl: Kubectl, scaler: AnyObject): Process {
  try {
    const created = yield* createUnlessDry(kubectl, { ...mappingOf(scaler), resource: 'horizontalpodautoscalers' }, kubectl.namespace, scaler);
    yield* kubectl.out(typedPrinter(kubectl, dryRunOf(kubectl) === 'client' ? 'created' : 'autoscaled')(created));
  } catch (error) {
    const metrics = listAt(scaler, 'spec', 'metrics') as readonly AnyObject[];
    const cpu = metrics.find((metric) => textAt(metric, 'resource', 'name') === 'cpu');
    const failure = operating(error);
    if (metrics.length === 1 && textAt(cpu, 'resource', 'target', 'type') === 'Utilization') throw failure;
    throw new CommandError(`failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: ${cpu ? '%!w(<nil>)' : 'empty input'}`);
  }
}

/** What is to be scaled by. Throws CommandError. */
function metricsOf({ flags }: Kubectl): readonly AnyObject[] {
  const cpu = flags.changed('cpu-percent') && flags.int('cpu-percent') >= 0 ? `${flags.int('cpu-percent')}%` : flags.text('cpu');
  return [...target('cpu', cpu, 'm'), ...target('memory', flags.text('memory'), 'Mi')];
}

function scalerFor({ flags }: Kubectl, { mapping, name }: Info, metrics: readonly AnyObject[]): AnyObject {
  return {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: flags.text('name') || name },
    spec: {
      maxReplicas: flags.int('max'), ...(metrics.length > 0 ? { metrics } : undefined), ...(flags.int('min') > 0 ? { minReplicas: flags.int('min') } : undefined),
      scaleTargetRef: { apiVersion: apiVersionText(mapping), kind: mapping.kind, name },
    },
    status: { currentMetrics: null, desiredReplicas: 0 },
  };
}

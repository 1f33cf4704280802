import { expect, test } from 'vitest';
import type { JobSpec } from '../generated/types.ts';
import { withGeneratedSelector } from './job-labels.ts';

type Labels = Readonly<Record<string, string>>;

const uid = 'batch.kubernetes.io/controller-uid';
const name = 'batch.kubernetes.io/job-name';
const made: Labels = { 'controller-uid': 'U', 'job-name': 'j', [uid]: 'U', [name]: 'j' };

const container = { name: 'c', image: 'b', imagePullPolicy: 'Always', resources: {}, terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' } as const;

function generated(labels: Labels | undefined, matchLabels: Labels | undefined): readonly [labels: Labels | undefined, matchLabels: Labels | undefined] {
  const spec: JobSpec = {
    backoffLimit: 6, completionMode: 'NonIndexed', parallelism: 1, podReplacementPolicy: 'TerminatingOrFailed', suspend: false,
    template: { metadata: labels ? { labels } : {}, spec: { containers: [container], restartPolicy: 'Never', dnsPolicy: 'ClusterFirst', terminationGracePeriodSeconds: 30, securityContext: {}, schedulerName: 'default-scheduler' } },
    selector: matchLabels ? { matchLabels } : {},
  };
  const { template, selector } = withGeneratedSelector(spec, 'j', 'U');
  return [template.metadata.labels, selector.matchLabels];
}

test.each<readonly [why: string, labels: Labels | undefined, matchLabels: Labels | undefined, expected: readonly [Labels, Labels]]>([
  ['gets labels and a selector of its own', undefined, undefined, [made, { [uid]: 'U' }]],
  ['keeps its author’s labels', { a: 'b' }, undefined, [{ ...made, a: 'b' }, { [uid]: 'U' }]],
  ['keeps what was written for an older label', { 'controller-uid': 'x' }, undefined, [{ ...made, 'controller-uid': 'x' }, { [uid]: 'U' }]],
  ['keeps what was written for a newer label', { [uid]: 'x', [name]: 'y' }, undefined, [{ ...made, [uid]: 'x', [name]: 'y' }, { [uid]: 'U' }]],
  ['keeps what its selector says', undefined, { [uid]: 'x', a: 'b' }, [made, { [uid]: 'x', a: 'b' }]],
])('a Job %s', (_, labels, matchLabels, expected) => {
  expect(generated(labels, matchLabels)).toEqual(expected);
});

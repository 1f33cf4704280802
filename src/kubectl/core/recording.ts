// --record, of older days: the command line as the cause of a change, in an annotation that `rollout history` shows.
// Upstream: k8s.io/cli-runtime genericclioptions/record_flags.go, k8s.io/kubectl pkg/cmd/util ChangeCause

import { bool } from '../../programs/command-line/index.ts';
import type { Kubectl } from './kubectl.ts';
import { mapAt, withField } from './object.ts';
import type { AnyObject } from './object.ts';

const annotation = 'kubernetes.io/change-cause';

export const recordFlag = bool('record', 'Record current kubectl command in the resource annotation. If set to false, do not record the command. If set to true, record the command. If not set, default to updating the existing annotation value only if one already exists.', {
  isHidden: true, deprecated: '--record will be removed in the future',
});

/** What is to be noted on what changes, the annotation with the command line; undefined where nothing is. */
export function changeCause({ found, flags }: Kubectl): Readonly<Record<string, string>> | undefined {
  if (!flags.has(recordFlag.name) || !flags.bool(recordFlag.name)) return undefined;
  const words = [found.path, ...flags.args, ...flags.given.map(({ name, value }) => `--${name}=${value}`)];
  return { [annotation]: words.join(' ') };
}

/** The object with the command line as its cause, if that is to be noted. */
export function recorded(kubectl: Kubectl, object: AnyObject): AnyObject {
  const cause = changeCause(kubectl);
  return cause ? withField(object, ['metadata', 'annotations'], { ...mapAt(object, 'metadata', 'annotations'), ...cause }) : object;
}

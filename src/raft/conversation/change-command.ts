import { proposeConfChange } from '../requests.ts';
import type { ConfChangeStep, ConfChangeTransition } from '../types.ts';
import { actorAt, isTrue, wholeNumber } from './arguments.ts';
import type { Directive } from './script.ts';
import type { Stage } from './stage.ts';

const transitions: ReadonlyMap<string, ConfChangeTransition> = new Map([
  ['auto', 'ConfChangeTransitionAuto'],
  ['implicit', 'ConfChangeTransitionJointImplicit'],
  ['explicit', 'ConfChangeTransitionJointExplicit'],
]);

const stepTypes: ReadonlyMap<string, ConfChangeStep['type']> = new Map([
  ['v', 'ConfChangeAddNode'],
  ['l', 'ConfChangeAddLearnerNode'],
  ['r', 'ConfChangeRemoveNode'],
  ['u', 'ConfChangeUpdateNode'],
]);

/** `propose-conf-change 1 [v1=true] [transition=explicit]`, with the steps (`v4 r3`) below it. */
export function proposeChange(stage: Stage, { args, input }: Directive): string | undefined {
  const { node } = actorAt(stage, args, 0);
  let isFirstVersion = false;
  let transition: ConfChangeTransition = 'ConfChangeTransitionAuto';
  for (const { key, values } of args.slice(1)) {
    for (const value of values) {
      if (key === 'v1') isFirstVersion = isTrue(value);
      else if (key === 'transition') {
        const named = transitions.get(value);
        if (named === undefined) return `unknown transition ${value}`;
        transition = named;
      } else return `unknown command ${key}`;
    }
  }
  const steps = parseSteps(input);
  if (typeof steps === 'string') return steps;
  if (isFirstVersion && (steps.length !== 1 || transition !== 'ConfChangeTransitionAuto')) {
    return 'v1 conf change can only have one operation and no transition';
  }
  const verdict = proposeConfChange(node, { transition, steps }, isFirstVersion ? 1 : 2);
  return verdict === 'ok' ? undefined : verdict;
}

function parseSteps(text: string): readonly ConfChangeStep[] | string {
  const steps: ConfChangeStep[] = [];
  const words = text.trim();
  for (const word of words === '' ? [] : words.split(' ')) {
    if (word.length < 2) return `unknown token ${word}`;
    const type = stepTypes.get(word.slice(0, 1));
    if (type === undefined) return `unknown input: ${word}`;
    steps.push({ type, nodeId: wholeNumber(word.slice(1)) });
  }
  return steps;
}

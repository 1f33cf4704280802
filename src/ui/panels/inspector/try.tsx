import { useMemo } from 'react';
import { Button } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { runCommand } from '../../state/actions.ts';
import { useCalm } from '../../state/calm.ts';
import { useWorld } from '../../state/store.ts';
import { suggestionsOf } from './suggestions.ts';
import type { World } from '../../state/world.ts';
import styles from './now.module.css';

const objectsOf = (world: World): World['objects'] => world.objects;
const membersOf = (world: World): World['members'] => world.members;
const nodesOf = (world: World): World['nodes'] => world.nodes;
const machinesOf = (world: World): World['machines'] => world.machines;

/** What may be tried next, a button each; the terminal shows the command that it runs. */
export function Try() {
  const say = useWords();
  const boots = useWorld((world) => world.job !== undefined);
  const objects = useCalm(objectsOf);
  const members = useCalm(membersOf);
  const nodes = useCalm(nodesOf);
  const machines = useCalm(machinesOf);
  const suggestions = useMemo(() => suggestionsOf({ objects, members, nodes, machines }), [objects, members, nodes, machines]);
  if (boots || suggestions.length === 0) return null;
  return (
    <section className={styles.try} aria-label={say('try.title')} data-testid="try">
      <h3>{say('try.title')}</h3>
      {suggestions.map(({ word, values, command }) => <Button key={word} small hint={{ label: say(word, values), twin: command }} onClick={() => runCommand(command)}>{say(word, values)}</Button>)}
    </section>
  );
}

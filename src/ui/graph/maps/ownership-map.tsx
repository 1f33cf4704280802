import { useMemo, useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { useWorld } from '../../state/store.ts';
import { isOwn, layoutOwnership } from '../layout/ownership.ts';
import { asNode, MapStage, MapTitle } from './map-stage.tsx';
import { ObjectNode, StackContext } from '../nodes/objects.tsx';

const nodeTypes = { object: asNode(ObjectNode) };

/** Who made whom: the lines that the garbage collector follows. */
export function OwnershipMap() {
  const say = useWords();
  const objects = useWorld((world) => world.objects);
  const [all, setAll] = useState(false);
  const shown = useMemo(() => [...objects.values()].filter((object) => all || isOwn(object)), [objects, all]);
  const scene = useMemo(() => layoutOwnership(shown), [shown]);
  return (
    <StackContext.Provider value={scene.stacks}>
      <MapStage scene={scene} nodeTypes={nodeTypes} label={say('perspective.ownership')} mostZoom={1.9} leastZoom={0.8} empty={say('ownership.empty')}>
        <MapTitle title={shown.length === 0 ? say('ownership.none') : say('ownership.headline', { count: shown.length, roots: scene.roots })} text={say('ownership.tell')}>
          <label><input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />{say('ownership.all')}</label>
        </MapTitle>
      </MapStage>
    </StackContext.Provider>
  );
}

import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef, useState } from 'react';
import { Button, Icon } from '../design/index.ts';
import { useWords } from '../i18n/use-words.ts';
import type { Box } from './geometry.ts';
import styles from './map.module.css';
import type { Scene } from './scene.ts';

/** Whether a box is wholly out of what is seen. */
export function isOutside(box: Box, transform: readonly [number, number, number], view: { readonly w: number; readonly h: number }): boolean {
  const [x, y, zoom] = transform;
  const left = box.x * zoom + x;
  const top = box.y * zoom + y;
  return left + box.w * zoom < 0 || top + box.h * zoom < 0 || left > view.w || top > view.h;
}

/** How long the map has to fit itself. */
const settleMs = 700;

/** Boxes and, where there are workers, the places of their Pods. */
function placesOf(scene: Scene): readonly (Box & { readonly id: string })[] {
  return [...scene.boxes, ...('workers' in scene ? [...(scene.workers as { readonly places: ReadonlyMap<string, Box> }).places].map(([id, box]) => ({ ...box, id })) : [])];
}

/** New things outside the view are announced at its edge: the map never moves by itself once a person has moved it. */
export function OutsideNotice({ scene, onFit }: { readonly scene: Scene; readonly onFit: () => void }) {
  const say = useWords();
  const flow = useStoreApi();
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  const fresh = useRef(new Set<string>());
  const latest = useRef(scene);
  const [count, setCount] = useState(0);
  useEffect(() => {
    latest.current = scene;
    const before = known.current;
    known.current = new Set(placesOf(scene).map((place) => place.id));
    if (!before || before.size === 0) return;
    for (const id of known.current) if (!before.has(id)) fresh.current.add(id);
  }, [scene]);
  useEffect(() => {
    // The map fits itself first, unless a person has moved it; what is still outside then is told until it is seen.
    const timer = setInterval(() => {
      if (fresh.current.size === 0) return;
      const { transform, width, height } = flow.getState();
      const outside = placesOf(latest.current).filter((place) => fresh.current.has(place.id) && isOutside(place, transform, { w: width, h: height }));
      fresh.current = new Set(outside.map((place) => place.id));
      setCount(outside.length);
    }, settleMs);
    return () => clearInterval(timer);
  }, [flow]);
  if (count === 0) return null;
  return <Button small className={styles.outside ?? ''} onClick={() => { fresh.current.clear(); setCount(0); onFit(); }}>{say('map.outside', { count })}<Icon name="right" size={14} /></Button>;
}

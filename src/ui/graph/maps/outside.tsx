import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef, useState } from 'react';
import { Button, Icon } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { Box } from '../scene/geometry.ts';
import styles from './map.module.css';
import type { Scene } from '../scene/scene.ts';

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
function placesOf(scene: Scene): ReadonlyMap<string, Box> {
  const places: Iterable<readonly [string, Box]> = 'workers' in scene ? (scene.workers as { readonly places: ReadonlyMap<string, Box> }).places : [];
  return new Map([...scene.boxes.map((box) => [box.id, box] as const), ...places]);
}

/** New things outside the view are announced at its edge: the map never moves by itself once a person has moved it. */
export function OutsideNotice({ scene, onFit }: { readonly scene: Scene; readonly onFit: () => void }) {
  const say = useWords();
  const flow = useStoreApi();
  const known = useRef<ReadonlySet<string>>(new Set());
  const fresh = useRef(new Set<string>());
  const latest = useRef(scene);
  const [count, setCount] = useState(0);
  useEffect(() => { latest.current = scene; }, [scene]);
  useEffect(() => {
    let looked: Scene | undefined;
    // The map fits itself first, unless a person has moved it; what is still outside then is told until it is seen.
    const timer = setInterval(() => {
      if (looked === latest.current && fresh.current.size === 0) return;
      looked = latest.current;
      const places = placesOf(looked);
      if (known.current.size > 0) for (const id of places.keys()) if (!known.current.has(id)) fresh.current.add(id);
      known.current = new Set(places.keys());
      const { transform, width, height } = flow.getState();
      fresh.current = new Set([...fresh.current].filter((id) => { const place = places.get(id); return place && isOutside(place, transform, { w: width, h: height }); }));
      setCount(fresh.current.size);
    }, settleMs);
    return () => clearInterval(timer);
  }, [flow]);
  if (count === 0) return null;
  return <Button small className={styles.outside ?? ''} onClick={() => { fresh.current.clear(); setCount(0); onFit(); }}>{say('map.outside', { count })}<Icon name="right" size={14} /></Button>;
}

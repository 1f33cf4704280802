import { useEffect, useState } from 'react';
import { useView } from '../state/view.ts';
import styles from './floating.module.css';

/** In presenter mode a click leaves a ring of brass for a second, so that those at the back see where it was. */
export function ClickRing() {
  const presenter = useView((view) => view.presenter);
  const [at, setAt] = useState<{ readonly x: number; readonly y: number; readonly id: number }>();
  useEffect(() => {
    if (!presenter) return undefined;
    const press = (event: PointerEvent): void => setAt((before) => ({ x: event.clientX, y: event.clientY, id: (before?.id ?? 0) + 1 }));
    window.addEventListener('pointerdown', press, true);
    return () => window.removeEventListener('pointerdown', press, true);
  }, [presenter]);
  if (!presenter || !at) return null;
  return <i key={at.id} className={styles.clickRing} style={{ left: at.x, top: at.y }} aria-hidden="true" />;
}

import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { prefersStill, useFrame } from '../state/frames.ts';
import { useWorld } from '../state/store.ts';
import { select } from '../state/link.ts';
import { useView } from '../state/view.ts';
import { hover, openMenu } from './interact.ts';
import { drawOverlay, type Target } from './overlay.ts';
import type { Scene } from './scene.ts';
import styles from './map.module.css';

/** The one canvas over the map: messages, and Pods too many to be boxes. It draws only when something in it moved. */
export function OverlayCanvas({ scene }: { readonly scene: Scene }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const targets = useRef<readonly Target[]>([]);
  const drawn = useRef<readonly unknown[]>([]);
  const flow = useStoreApi();

  useFrame((nowMs) => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const world = useWorld.getState();
    const view = useView.getState();
    const { transform } = flow.getState();
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const w = element.clientWidth;
    const h = element.clientHeight;
    // Nothing moved since the last picture: leave it as it is.
    const now = [world.messages, world.lost, world.pods, world.nodes, world.messages.size > 0 ? nowMs : 0, transform[0], transform[1], transform[2], w, h, ratio, view.muted, view.selected, view.hovered, view.theme, scene];
    if (now.every((value, i) => value === drawn.current[i])) return;
    drawn.current = now;
    if (element.width !== Math.round(w * ratio) || element.height !== Math.round(h * ratio)) {
      element.width = Math.round(w * ratio);
      element.height = Math.round(h * ratio);
    }
    targets.current = drawOverlay(context, {
      world, scene, nowMs, transform, size: { w, h }, ratio, muted: view.muted, selected: view.selected, hovered: view.hovered, still: prefersStill(), presenter: view.presenter,
    });
  });

  // The canvas lets the pointer through; what is under it is found by position, before the boxes below hear of it.
  useEffect(() => {
    const stage = canvas.current?.parentElement;
    if (!stage) return undefined;
    const under = (event: MouseEvent): Target | undefined => {
      const box = stage.getBoundingClientRect();
      const x = event.clientX - box.left;
      const y = event.clientY - box.top;
      return targets.current.findLast((target) => Math.hypot(target.x - x, target.y - y) <= target.r);
    };
    const overMap = (event: Event): boolean => event.target instanceof Element && event.target.closest('.react-flow') !== null;
    const move = (event: PointerEvent): void => {
      if (event.buttons !== 0 || !overMap(event)) return;
      const target = under(event);
      if (target) hover(target.id);
      else if (useView.getState().hovered?.startsWith('message/')) hover(undefined);
    };
    const click = (event: MouseEvent): void => {
      if (!overMap(event)) return;
      const target = under(event);
      if (!target) return;
      event.stopPropagation();
      select(target.id);
    };
    const menu = (event: MouseEvent): void => {
      if (!overMap(event)) return;
      const target = under(event);
      if (!target) return;
      event.preventDefault();
      event.stopPropagation();
      openMenu(target.id, event.clientX, event.clientY);
    };
    stage.addEventListener('pointermove', move, true);
    stage.addEventListener('click', click, true);
    stage.addEventListener('contextmenu', menu, true);
    return () => {
      stage.removeEventListener('pointermove', move, true);
      stage.removeEventListener('click', click, true);
      stage.removeEventListener('contextmenu', menu, true);
    };
  }, []);

  return <canvas ref={canvas} className={styles.overlay} aria-hidden="true" />;
}

import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { prefersStill, useFrame } from '../../state/frames.ts';
import { useWorld } from '../../state/store.ts';
import { select } from '../../state/link.ts';
import { useView } from '../../state/view.ts';
import { hover, openMenu } from '../nodes/interact.ts';
import { drawMoving, type OverlayInput, type Target } from './overlay.ts';
import type { Scene } from '../scene/scene.ts';
import { slideAt, slidesBetween, type Slide } from './slides.ts';
import { StandingLayer, standingTargets, type StandingInput } from './standing.ts';
import styles from '../maps/map.module.css';

function changed(now: readonly unknown[], before: readonly unknown[]): boolean {
  return now.length !== before.length || now.some((value, i) => value !== before[i]);
}

/** The canvas' context, once the canvas has as many pixels as the screen shows of it. */
function contextOf(canvas: HTMLCanvasElement, { size, ratio }: Pick<OverlayInput, 'size' | 'ratio'>): CanvasRenderingContext2D | null {
  const w = Math.round(size.w * ratio);
  const h = Math.round(size.h * ratio);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  return canvas.getContext('2d');
}

/** What the last picture of each layer was made from. */
interface Drawn { readonly pane: readonly unknown[]; readonly standing: readonly unknown[]; readonly moving: readonly unknown[] }

/** The overlay of the map: messages, and under them Pods too many to be boxes. Each layer draws only when something in it moved. */
export function OverlayCanvas({ scene }: { readonly scene: Scene }) {
  const moving = useRef<HTMLCanvasElement>(null);
  const standing = useRef<HTMLCanvasElement>(null);
  const movingTargets = useRef<readonly Target[]>([]);
  const seen = useRef<StandingInput | undefined>(undefined);
  const layer = useRef(new StandingLayer());
  const drawn = useRef<Drawn>({ pane: [], standing: [], moving: [] });
  const slides = useRef<readonly Slide[]>([]);
  const lastScene = useRef<Scene | undefined>(undefined);
  const flow = useStoreApi();

  useFrame((nowMs, pageMs) => {
    if (lastScene.current !== scene) {
      const messagesPerSecond = useWorld.getState().clock?.messagesPerSecond ?? 0;
      if (!prefersStill()) slides.current = [...slides.current, ...slidesBetween(lastScene.current, scene, { pageMs, messagesPerSecond })].slice(-20);
      lastScene.current = scene;
    }
    const front = moving.current;
    const back = standing.current;
    if (!front || !back) return;
    const world = useWorld.getState();
    const { muted, selected, hovered, theme, presenter } = useView.getState();
    const { transform } = flow.getState();
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const size = { w: front.clientWidth, h: front.clientHeight };
    const input: OverlayInput = { world, scene, nowMs, transform, size, ratio, muted, selected, hovered, still: prefersStill(), presenter, slides: slides.current, pageMs };
    seen.current = input;
    const pane = [...transform, size.w, size.h, ratio, theme];
    const isNew = changed(pane, drawn.current.pane);
    const common = [muted, selected, scene];
    const standingNow = scene.marks.length + scene.cells.length > 0 ? [...common, world.pods, world.nodes] : [];
    const hasMoving = world.messages.size + world.lost.size + slides.current.length > 0;
    const movingNow = hasMoving ? [...common, world.messages, world.lost, nowMs, hovered, slides.current.length > 0 ? pageMs : 0] : [];
    if (isNew || changed(standingNow, drawn.current.standing)) {
      const context = contextOf(back, input);
      if (context) layer.current.paint(context, input, isNew);
    }
    if (isNew || changed(movingNow, drawn.current.moving)) {
      const context = contextOf(front, input);
      movingTargets.current = context ? drawMoving(context, input) : [];
      if (slides.current.length > 0) slides.current = slides.current.filter((slide) => slideAt(slide, pageMs) !== undefined);
    }
    drawn.current = { pane, standing: standingNow, moving: movingNow };
  });

  // The canvas lets the pointer through; what is under it is found by position, before the boxes below hear of it.
  useEffect(() => {
    const stage = moving.current?.parentElement;
    if (!stage) return undefined;
    const under = (event: MouseEvent): Target | undefined => {
      const box = stage.getBoundingClientRect();
      const x = event.clientX - box.left;
      const y = event.clientY - box.top;
      const near = (target: Target): boolean => Math.hypot(target.x - x, target.y - y) <= target.r;
      return movingTargets.current.findLast(near) ?? (seen.current && standingTargets(seen.current).findLast(near));
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

  return (
    <>
      <canvas ref={standing} className={styles.overlay} aria-hidden="true" />
      <canvas ref={moving} className={styles.overlay} aria-hidden="true" />
    </>
  );
}

import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { prefersStill, useFrame } from '../state/frames.ts';
import { useWorld } from '../state/store.ts';
import { select } from '../state/link.ts';
import { useView } from '../state/view.ts';
import { hover, openMenu } from './interact.ts';
import { drawMoving, drawStanding, type OverlayInput, type Target } from './overlay.ts';
import type { Scene } from './scene.ts';
import { slideAt, slidesBetween, type Slide } from './slides.ts';
import styles from './map.module.css';

function changed(now: readonly unknown[], before: readonly unknown[]): boolean {
  return now.length !== before.length || now.some((value, i) => value !== before[i]);
}

function withContext(canvas: HTMLCanvasElement, input: OverlayInput, draw: typeof drawMoving): readonly Target[] {
  const w = Math.round(input.size.w * input.ratio);
  const h = Math.round(input.size.h * input.ratio);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext('2d');
  return context ? draw(context, input) : [];
}

/** The overlay of the map: messages, and under them Pods too many to be boxes. Each layer draws only when something in it moved. */
export function OverlayCanvas({ scene }: { readonly scene: Scene }) {
  const moving = useRef<HTMLCanvasElement>(null);
  const standing = useRef<HTMLCanvasElement>(null);
  const movingTargets = useRef<readonly Target[]>([]);
  const standingTargets = useRef<readonly Target[]>([]);
  const drawn = useRef<{ readonly moving: readonly unknown[]; readonly standing: readonly unknown[] }>({ moving: [], standing: [] });
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
    const view = useView.getState();
    const { transform } = flow.getState();
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const size = { w: front.clientWidth, h: front.clientHeight };
    const input = { world, scene, nowMs, transform, size, ratio, muted: view.muted, selected: view.selected, hovered: view.hovered, still: prefersStill(), presenter: view.presenter, slides: slides.current, pageMs };
    const common = [transform[0], transform[1], transform[2], size.w, size.h, ratio, view.muted, view.selected, view.theme, scene];
    const back_ = scene.marks.length + scene.cells.length > 0 ? [...common, world.pods, world.nodes] : [scene, size.w, size.h, ratio];
    if (changed(back_, drawn.current.standing)) {
      drawn.current = { ...drawn.current, standing: back_ };
      standingTargets.current = withContext(back, input, drawStanding);
    }
    const front_ = world.messages.size + world.lost.size + slides.current.length > 0 ? [...common, world.messages, world.lost, nowMs, view.hovered, slides.current.length > 0 ? pageMs : 0] : [world.messages, world.lost, size.w, size.h, ratio];
    if (changed(front_, drawn.current.moving)) {
      drawn.current = { ...drawn.current, moving: front_ };
      movingTargets.current = withContext(front, input, drawMoving);
      if (slides.current.length > 0) slides.current = slides.current.filter((slide) => slideAt(slide, pageMs) !== undefined);
    }
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
      return movingTargets.current.findLast(near) ?? standingTargets.current.findLast(near);
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

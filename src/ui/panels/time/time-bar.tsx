import { Menu } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { cx, Ghost, Icon, IconButton, ringTicks, Tip } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { action, conditions, keyText, playPause } from '../../state/actions.ts';
import { clockText, countText } from '../../state/format.ts';
import { useFrame } from '../../state/frames.ts';
import { send } from '../../state/link.ts';
import { useWorld } from '../../state/store.ts';
import { setView, useView } from '../../state/view.ts';
import { BranchMenu } from './branch-menu.tsx';
import { PaceRuler } from './pace-ruler.tsx';
import { Timeline } from './timeline.tsx';
import styles from './time-bar.module.css';

const bezel = ringTicks({ x: 28, y: 28, radius: 27, count: 48, length: 3, longLength: 4, long: 4 });

/** Play, in brass: the crank that a hand turns. */
export function Crank({ size = 40 }: { readonly size?: number }) {
  const say = useWords();
  const running = useWorld((world) => world.clock?.running ?? true);
  const label = say(running ? 'time.pause' : 'time.play');
  const scaled = (pixels: number): string => `calc(${pixels}px * var(--scale))`;
  const outer = scaled(Math.round(size * 1.4));
  return (
    <Tip hint={{ label, keys: 'Space', twin: running ? 'orrery pause' : 'orrery play' }}>
      <button type="button" className={styles.crank} style={{ width: scaled(size), height: scaled(size) }} aria-label={label} onClick={playPause} data-testid="play">
        {size <= 40 && <svg className={styles.bezel} style={{ width: outer, height: outer }} viewBox="0 0 56 56" aria-hidden="true"><path d={bezel} /></svg>}
        <Icon name={running ? 'pause' : 'play'} size={size / 2} />
      </button>
    </Tip>
  );
}

/** One event back or forth. */
export function StepButton({ by }: { readonly by: 'event' | 'back' }) {
  const say = useWords();
  const label = say(by === 'event' ? 'time.step' : 'time.back');
  return (
    <Tip hint={{ label, keys: by === 'event' ? '→' : '←', twin: by === 'event' ? 'orrery step' : 'orrery step --back' }}>
      <button type="button" className={styles.round} aria-label={label} onClick={() => send({ type: 'step', by })} data-testid={by === 'event' ? 'step' : 'back'}>
        <Icon name={by === 'event' ? 'step' : 'back'} />
      </button>
    </Tip>
  );
}

/** The clock and the event's number, drawn each frame without React. */
export function ClockFace() {
  const say = useWords();
  const time = useRef<HTMLElement>(null);
  const number = useRef<HTMLSpanElement>(null);
  const shown = useRef(-1);
  useEffect(() => { shown.current = -1; }, [say]);
  useFrame((nowMs) => {
    const event = useWorld.getState().clock?.event ?? 0;
    if (number.current && shown.current !== event) {
      shown.current = event;
      number.current.textContent = say('time.event', { event: countText(event) });
    }
    const text = clockText(nowMs);
    if (time.current && time.current.textContent !== text) time.current.textContent = text;
  });
  return (
    <div className={styles.clock}>
      <b ref={time} data-testid="clock">00:00:00.000</b>
      <span ref={number} data-testid="event" />
    </div>
  );
}

/** Lets time pass until something is so. */
export function RunUntil({ small = false }: { readonly small?: boolean }) {
  const say = useWords();
  const selected = useView((view) => view.selected);
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>{small ? <IconButton icon="until" hint={{ label: say('time.until') }} /> : <Ghost className={styles.until ?? ''} aria-label={say('time.until')}><Icon name="until" /><span>{say('time.until')}</span><Icon name="down" /></Ghost>}</Menu.Target>
      <Menu.Dropdown>
        {conditions(selected).map(({ label, needs, condition }) => (
          <Menu.Item key={label} disabled={condition === undefined} onClick={() => condition && send({ type: 'runUntil', condition })}>
            {condition === undefined && needs !== undefined ? say(needs) : say(label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** To the head of the branch; hollow while one looks at the past. */
export function LiveButton() {
  const say = useWords();
  const live = useWorld((world) => !world.clock || world.clock.nowMs >= world.clock.headMs - 0.001);
  return (
    <Tip hint={{ label: say('time.liveHint'), keys: keyText('End') }}>
      <button type="button" className={cx(styles.live, live && styles.on)} aria-pressed={live} onClick={() => send({ type: 'live' })} data-testid="live"><i />{say('time.live')}</button>
    </Tip>
  );
}

/** How much of the run the timeline shows. */
function TimeZoom() {
  const say = useWords();
  const isWhole = useView((view) => view.stretch === undefined);
  return (
    <div className={styles.zoom} role="group" aria-label={say('time.timeline')}>
      <IconButton icon="plus" hint={{ label: say('time.zoomIn'), keys: keyText('Shift+ArrowUp') }} onClick={() => action('timeIn')?.run()} />
      <IconButton icon="minus" hint={{ label: say('time.zoomOut'), keys: keyText('Shift+ArrowDown') }} disabled={isWhole} onClick={() => action('timeOut')?.run()} />
    </div>
  );
}

/** Everything about time: transport, clock, pace, timeline. */
export function TimeBar() {
  const say = useWords();
  const folded = useView((view) => view.timeFolded);
  // Time that others share is not for one page to stop.
  const isShared = useWorld((world) => world.report?.attached === true);
  const toggle = (): void => setView({ timeFolded: !folded });
  return (
    <section className={styles.bar} style={folded ? { height: 26 } : undefined} aria-label={say('time.label')} onDoubleClick={(event) => { if (event.target === event.currentTarget) toggle(); }}>
      {!folded && (
        <>
          {!isShared && <div className={styles.buttons}><StepButton by="back" /><Crank /><StepButton by="event" /><RunUntil /></div>}
          <ClockFace />
          {!isShared && <PaceRuler />}
        </>
      )}
      <div className={styles.timeline} style={folded ? { height: 26, overflow: 'hidden', marginTop: -16 } : undefined}><Timeline /></div>
      {!folded && <TimeZoom />}
      {!isShared && <LiveButton />}
      {!isShared && <BranchMenu />}
    </section>
  );
}

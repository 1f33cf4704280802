import { Modal } from '@mantine/core';
import { useState } from 'react';
import { Button } from '../design/index.ts';
import { useWords } from '../i18n/use-words.ts';
import { copy } from '../panels/inspector/inspector.tsx';
import { raftKeyList } from '../panels/raft/raft-keys.ts';
import { actions, keyText } from '../state/actions.ts';
import { writeAddress } from '../state/address.ts';
import { send } from '../state/link.ts';
import { useWorld } from '../state/store.ts';
import { setView, useView } from '../state/view.ts';
import { BranchList } from './branch-list.tsx';
import styles from './floating.module.css';
import { MapList } from './map-list.tsx';
import { RunFile } from './run-file.tsx';
import { Signs } from './signs.tsx';

function Keys() {
  const say = useWords();
  const isRaft = useView((view) => view.perspective === 'raft');
  return (
    <ul className={styles.keys}>
      {isRaft && raftKeyList.map(({ key, word }) => <li key={key}><kbd>{key}</kbd><span>{say(word)}</span></li>)}
      {actions.filter((action) => action.keys.length > 0 && !/^pick\.[2-9]/.test(action.id)).map((action) => (
        <li key={action.id}><kbd>{action.id === 'pick.1' ? say('keys.digits') : keyText(action.keys[0])}</kbd><span>{say(action.label)}</span></li>
      ))}
      <li><kbd>F6</kbd><span>{say('action.region')}</span></li>
    </ul>
  );
}

function Share() {
  const say = useWords();
  const report = useWorld((world) => world.report);
  const language = useView((view) => view.language);
  const theme = useView((view) => view.theme);
  const { topology } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const link = `${location.origin}${location.pathname}${writeAddress({ seed: report?.seed ?? 1, ...(topology === undefined ? {} : { topology }), ...(report?.scene === undefined ? {} : { scene: report.scene }), ...(report?.situation === undefined ? {} : { situation: report.situation }) }, { language, theme })}`;
  return (
    <>
      <p>{say('share.tell')}</p>
      <textarea className={styles.link} readOnly rows={2} value={link} aria-label={say('share.title')} onFocus={(event) => event.target.select()} />
      <Button primary onClick={() => copy(link, say('share.copied'))}>{say('share.copy')}</Button>
      <RunFile />
    </>
  );
}

function NewWorld() {
  const say = useWords();
  const report = useWorld((world) => world.report);
  const [seed, setSeed] = useState(String(report?.seed ?? 1));
  const [preset, setPreset] = useState('');
  const [text, setText] = useState('');
  const build = (): void => {
    const topology = text.trim() !== '' ? text : preset === '' ? undefined : preset;
    setView({ dialog: undefined });
    send({ type: 'load', source: { seed: Number.parseInt(seed, 10) || 1, ...(topology === undefined ? {} : { topology }) } });
  };
  return (
    <>
      <label className={styles.field}><span>{say('app.seed')}</span><input data-autofocus inputMode="numeric" value={seed} onChange={(event) => setSeed(event.target.value.replaceAll(/\D/g, '').slice(0, 10))} /></label>
      <label className={styles.field}><span>{say('app.topology')}</span>
        <select value={preset} onChange={(event) => setPreset(event.target.value)}><option value="">{say('app.default')}</option>{report?.presets.map((name) => <option key={name}>{name}</option>)}</select>
      </label>
      <label className={styles.field}><span>{say('app.topologyFile')}</span><textarea className={styles.link} rows={7} value={text} spellCheck={false} placeholder={report?.topology} onChange={(event) => setText(event.target.value)} /></label>
      <Button primary onClick={build}>{say('app.build')}</Button>
    </>
  );
}

/** What needs the wider of the two. */
const wide: ReadonlySet<string> = new Set(['keys', 'signs', 'list', 'branches']);

/** Keys, marks, share, list and new world: what may stand over the page, one at a time. */
export function Dialogs() {
  const say = useWords();
  const dialog = useView((view) => view.dialog);
  const titles = { keys: say('keys.title'), signs: say('signs.title'), share: say('share.title'), list: say('list.title'), branches: say('branch.title'), world: say('app.world') };
  return (
    <Modal closeOnEscape={false} opened={dialog !== undefined} onClose={() => setView({ dialog: undefined })} title={dialog === undefined ? '' : titles[dialog]} size={dialog !== undefined && wide.has(dialog) ? 'xl' : 'md'} transitionProps={{ duration: 80 }} overlayProps={{ backgroundOpacity: 0.42 }} closeButtonProps={{ 'aria-label': say('dock.close') }}>
      {/* Who only reads begins at the top: no button is meant. */}
      {(dialog === 'keys' || dialog === 'signs') && <div data-autofocus tabIndex={-1} className={styles.read}>{dialog === 'keys' ? <Keys /> : <Signs />}</div>}
      {dialog === 'share' && <Share />}
      {dialog === 'list' && <MapList />}
      {dialog === 'branches' && <BranchList />}
      {dialog === 'world' && <NewWorld />}
    </Modal>
  );
}

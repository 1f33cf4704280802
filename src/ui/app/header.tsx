import { Menu } from '@mantine/core';
import { Ghost, Icon, IconButton, Mark, Tip } from '../design/index.ts';
import { useWords } from '../i18n/use-words.ts';
import { action, show, showSituations, toggleLanguage } from '../state/actions.ts';
import { send } from '../state/link.ts';
import { useWorld } from '../state/store.ts';
import { perspectives, setView, useView } from '../state/view.ts';
import styles from './frame.module.css';

/** The scene that runs, and the others to choose from. */
export function SceneMenu() {
  const say = useWords();
  const report = useWorld((world) => world.report);
  const language = useView((view) => view.language);
  const current = report?.scenes.find((scene) => scene.id === report.scene);
  // Situations of the Raft laboratory have a gallery of their own.
  const shown = report?.scenes.filter((scene) => scene.shelf === undefined || scene.id === 'raft');
  return (
    <Menu position="bottom-start" width={320}>
      <Menu.Target><Ghost className={styles.scene ?? ''} aria-label={say('app.scene')} data-testid="scene"><span>{current?.title[language] ?? say('app.newCluster')}</span><Icon name="down" /></Ghost></Menu.Target>
      <Menu.Dropdown>
        {report && shown?.map((scene) => (
          <Menu.Item key={scene.id} onClick={() => send({ type: 'load', source: { seed: report.seed, scene: scene.id } })}>
            <span className={styles.sceneTitle}>{scene.title[language]}</span><span className={styles.sceneTell}>{scene.summary[language]}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={showSituations}>{say('situation.gallery')}…</Menu.Item>
        <Menu.Item onClick={() => report && send({ type: 'load', source: { seed: report.seed, topology: report.topology, ...(report.scene === undefined ? {} : { scene: report.scene }), ...(report.situation === undefined ? {} : { situation: report.situation }) } })}>{say('app.reset')}</Menu.Item>
        <Menu.Item onClick={() => setView({ dialog: 'share' })}>{say('run.menu')}…</Menu.Item>
        <Menu.Item onClick={() => setView({ dialog: 'world' })}>{say('app.world')}…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The ways of looking at one world. */
function Perspectives() {
  const say = useWords();
  const current = useView((view) => view.perspective);
  return (
    <nav className={styles.perspectives} aria-label={say('app.perspective')}>
      {perspectives.map((perspective, i) => (
        <Tip key={perspective} hint={{ label: say(`perspective.${perspective}`), keys: `Alt ${i + 1}` }}>
          <button type="button" aria-current={current === perspective ? 'page' : undefined} onClick={() => show(perspective)}>{say(`perspective.${perspective}`)}</button>
        </Tip>
      ))}
    </nav>
  );
}

/** Name, scene, perspectives, find-or-run, share, language, theme, keys. */
export function Header() {
  const say = useWords();
  const theme = useView((view) => view.theme);
  return (
    <header className={styles.header}>
      <span className={styles.brand}><Mark size={26} /><span>Orrery</span></span>
      <span className={styles.rule} />
      <SceneMenu />
      <Perspectives />
      <span className={styles.grow} />
      <Tip hint={{ label: say('app.find'), keys: ':' }}>
        <button type="button" className={styles.find} aria-label={say('app.find')} onClick={() => action('find')?.run()} data-testid="find"><Icon name="search" /><span>{say('app.find')}</span><kbd>:</kbd></button>
      </Tip>
      <IconButton icon="share" hint={{ label: say('app.share') }} onClick={() => setView({ dialog: 'share' })} />
      <Ghost onClick={toggleLanguage} data-testid="language">{say('app.language')}</Ghost>
      <IconButton icon={theme === 'dark' ? 'moon' : 'sun'} hint={{ label: say('app.theme'), keys: 'Shift D' }} onClick={() => action('theme')?.run()} />
      <Ghost hint={{ label: say('app.keys'), keys: '?' }} onClick={() => setView({ dialog: 'keys' })}>?</Ghost>
    </header>
  );
}

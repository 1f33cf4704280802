import { memo, useMemo } from 'react';
import { cx, Glyph } from '../../design/index.ts';
import { useMapSentence } from '../../graph/maps/map-sentence.tsx';
import { say as sayPhrase, type WordKey } from '../../i18n/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCalm } from '../../state/calm.ts';
import { latestEntries, troublesOf, type Entry, type Trouble } from '../../state/chronicle.ts';
import { momentText } from '../../state/format.ts';
import { select } from '../../state/link.ts';
import type { World } from '../../state/world.ts';
import { setView } from '../../state/view.ts';
import chain from './chain.module.css';
import styles from './now.module.css';
import { LastRun } from './last-run.tsx';
import { breakable, commandWords } from './rich.tsx';
import { nameOf } from './thing.tsx';
import { Try } from './try.tsx';
import { UnderWay } from './under-way.tsx';

/** Lines of the chronicle that are shown. */
const shown = 30;
const keys: readonly (readonly [string, WordKey])[] = [['Space', 'key.pause'], ['→', 'key.step'], ['←', 'key.back'], ['/', 'key.filter'], [':', 'key.run']];

/** One sort of trouble, as a button to the first that is in it. */
function TroubleLine({ trouble: { kind, status, phase, count, first } }: { readonly trouble: Trouble }) {
  const say = useWords();
  return (
    <li>
      <button type="button" className={styles.trouble} onClick={() => select(first.id)}>
        <Glyph name={`phase.${phase}`} /><b>{status}</b>
        <span>{count === 1 ? first.name : say(kind === 'node' ? 'now.nodes' : 'now.pods', { count })}</span>
      </button>
    </li>
  );
}

/** Whom a line is about, where its own words do not say so. */
function whom({ about, what }: Entry): string {
  const name = about === undefined ? '' : nameOf(about).name;
  return 'text' in what && name !== '' && !what.text.includes(name) ? `, ${name}` : '';
}

const Line = memo(function Line({ entry }: { readonly entry: Entry }) {
  const say = useWords();
  const { atMs, by, what, isWarning, about } = entry;
  return (
    <li className={cx(by === 'hand' && styles.hand, isWarning && styles.warning)}>
      <span className={chain.time}>{breakable(momentText(atMs), '.')}</span>
      <button type="button" className={chain.step} disabled={about === undefined} onClick={() => select(about)}>
        {by !== undefined && <span className={chain.who}>{by === 'hand' ? say('inspector.you') : `${by.source}${whom(entry)}`}</span>}
        <span className={chain.what}>{by === 'hand' ? <code>{commandWords(sayPhrase(what))}</code> : sayPhrase(what)}</span>
      </button>
    </li>
  );
});

const nodesOf = (world: World): World['nodes'] => world.nodes;
const podsOf = (world: World): World['pods'] => world.pods;
const eventsOf = (world: World): World['events'] => world.events;
const bookmarksOf = (world: World): World['bookmarks'] => world.bookmarks;

/** While nothing is selected: how the cluster is, what is wrong in it, and what has just happened. Each line leads to what it speaks of. */
export function Now() {
  const say = useWords();
  const nodes = useCalm(nodesOf);
  const pods = useCalm(podsOf);
  const events = useCalm(eventsOf);
  const bookmarks = useCalm(bookmarksOf);
  const sentence = useMapSentence();
  const troubles = useMemo(() => troublesOf({ nodes, pods }), [nodes, pods]);
  const entries = useMemo(() => latestEntries({ events, bookmarks }, shown), [events, bookmarks]);
  return (
    <div className={styles.now} data-testid="now">
      <header className={styles.head}>
        <div className={styles.kind}>{say('inspector.nothing')}</div>
        <h2>{say('now.title')}</h2>
        <p>{sentence}</p>
        {troubles.length > 0 && <ul className={styles.troubles} aria-label={say('now.troubles')}>{troubles.map((trouble) => <TroubleLine key={`${trouble.kind} ${trouble.status}`} trouble={trouble} />)}</ul>}
      </header>
      <LastRun />
      <UnderWay />
      <section className={styles.chronicle} aria-label={say('now.latest')}>
        <h3>{say('now.latest')}</h3>
        {entries.length === 0 ? <p className={styles.faint}>{say('now.nothingYet')}</p> : <ol className={chain.chain}>{entries.map((entry) => <Line key={entry.id} entry={entry} />)}</ol>}
      </section>
      <Try />
      <footer className={styles.foot}>
        <p>{say('inspector.nothingTell')}</p>
        <ul className={styles.keys}>{keys.map(([key, word]) => <li key={key}><kbd>{key}</kbd>{say(word)}</li>)}<li><button type="button" onClick={() => setView({ dialog: 'keys' })}><kbd>?</kbd>{say('key.keys')}</button></li></ul>
      </footer>
    </div>
  );
}

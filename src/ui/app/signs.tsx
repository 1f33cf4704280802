import type { CSSProperties, ReactNode } from 'react';
import { Glyph, type GlyphName } from '../design/index.ts';
import { roleColour } from '../graph/nodes/etcd.tsx';
import type { WordKey } from '../i18n/index.ts';
import { useWords } from '../i18n/use-words.ts';
import styles from './signs.module.css';

interface Sign { readonly glyph: GlyphName; readonly name: WordKey; readonly means: WordKey; readonly colour?: string }

const pods: readonly Sign[] = (['pending', 'creating', 'ready', 'notReady', 'succeeded', 'terminating', 'failed', 'crashLoop'] as const)
  .map((phase) => ({ glyph: `phase.${phase}`, name: `legend.${phase}`, means: `sign.${phase}` }));
const members: readonly Sign[] = (['leader', 'follower', 'precandidate', 'candidate', 'learner', 'down'] as const)
  .map((role) => ({ glyph: `role.${role}`, name: `role.${role}`, means: `sign.${role}`, colour: roleColour(role) }));
const messages: readonly Sign[] = [
  ...(['request', 'response', 'watch', 'traffic', 'append'] as const).map((kind): Sign => ({ glyph: `message.${kind}`, name: `legend.${kind}`, means: `sign.${kind}` })),
  { glyph: 'message.heartbeat', name: 'sign.name.heartbeat', means: 'sign.heartbeat' },
  { glyph: 'message.vote', name: 'legend.vote', means: 'sign.vote' },
  { glyph: 'message.voteGranted', name: 'sign.name.voteGranted', means: 'sign.voteGranted' },
  { glyph: 'message.voteRefused', name: 'sign.name.voteRefused', means: 'sign.voteRefused' },
  { glyph: 'message.lost', name: 'sign.name.lost', means: 'sign.lost' },
];
const terms = [1, 2, 3, 4, 5, 6, 7, 8] as const;

const coloured = (term: number): CSSProperties & { readonly '--term-fill': string; readonly '--term-edge': string } => ({ '--term-fill': `var(--term-${term})`, '--term-edge': `var(--term-${term}-line)` });

function Group({ title, signs, children }: { readonly title: WordKey; readonly signs?: readonly Sign[]; readonly children?: ReactNode }) {
  const say = useWords();
  return (
    <section>
      <h3>{say(title)}</h3>
      {signs && <dl className={styles.signs}>{signs.map(({ glyph, name, means, colour }) => <div key={glyph}><Glyph name={glyph} size={24} {...(colour === undefined ? {} : { style: { color: colour } })} /><dt>{say(name)}</dt><dd>{say(means)}</dd></div>)}</dl>}
      {children}
    </section>
  );
}

/** Every mark of the page with its name and what it means. */
export function Signs() {
  const say = useWords();
  return (
    <div className={styles.sheet} data-testid="signs">
      <Group title="signs.pods" signs={pods} />
      <Group title="signs.members" signs={members} />
      <Group title="signs.messages" signs={messages} />
      <div className={styles.pair}>
        <Group title="signs.terms">
          <div className={styles.terms} aria-hidden="true">
            {terms.map((term) => <span key={term} className={styles.committed} style={coloured(term)}>T{term}</span>)}
            {terms.map((term) => <span key={term} className={styles.outlined} style={coloured(term)}>T{term}</span>)}
          </div>
          <p>{say('sign.terms')}</p>
        </Group>
        <Group title="signs.hand"><p>{say('sign.hand')}</p></Group>
      </div>
    </div>
  );
}

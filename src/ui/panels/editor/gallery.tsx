import type { DragEvent } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { openFile } from '../../state/files.ts';
import { useView } from '../../state/view.ts';
import styles from './editor.module.css';
import { refusesLength } from './size.ts';
import { beginnings, corrected, documents, type Example } from './examples.ts';

function Examples({ examples, onPick }: { readonly examples: readonly Example[]; readonly onPick: (() => void) | undefined }) {
  const language = useView((view) => view.language);
  return (
    <div className={styles.gallery}>
      {examples.map((example) => (
        <button key={example.id} type="button" onClick={() => { openFile(example.file, example.text); onPick?.(); }}><b>{example.title[language]}</b><code>{example.file}</code></button>
      ))}
    </div>
  );
}

/** Takes files that are dropped. */
export function dropFiles(event: DragEvent): void {
  if (event.dataTransfer.files.length === 0) return;
  event.preventDefault();
  for (const file of event.dataTransfer.files) if (!refusesLength(file.size)) void file.text().then((text) => openFile(file.name, text));
}

/** What an editor without a file says: paste, drop, or begin with one of these. `onPick`: one was chosen, and is open. */
export function Gallery({ onPick }: { readonly onPick?: () => void }) {
  const say = useWords();
  return (
    <section
      className={styles.start} tabIndex={-1} aria-label={say('dock.examples')} data-testid="gallery" onDragOver={(event) => event.preventDefault()} onDrop={dropFiles}
      onPaste={(event) => { const text = event.clipboardData.getData('text'); if (text.trim() !== '' && !refusesLength(text.length)) openFile('pasted.yaml', text); }}
    >
      <p>{say('editor.start')}</p>
      <Examples examples={beginnings} onPick={onPick} />
      <h3>{say('editor.documents')}</h3>
      <Examples examples={documents} onPick={onPick} />
      <h3>{say('editor.corrected')}</h3>
      <Examples examples={corrected} onPick={onPick} />
    </section>
  );
}

import { useEffect, useState } from 'react';
import { Button } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { editFile } from '../../state/files.ts';
import { useView } from '../../state/view.ts';
import type { Fix } from '../editor/fixes.ts';
import styles from './inspector.module.css';
import { rich } from './rich.tsx';

/** The fix for what the server refused, when the open file has it. */
export function WhatToDo({ message }: { readonly message: string }) {
  const say = useWords();
  const file = useView((view) => view.files.find((candidate) => candidate.name === view.activeFile));
  const [fixes, setFixes] = useState<readonly Fix[]>([]);
  const text = file?.text;
  useEffect(() => {
    let ended = false;
    // The field names are the editor's; without an editor there is nothing to fix.
    void Promise.all([import('../editor/fixes.ts'), import('../editor/monaco-setup.ts')]).then(([{ fixesFor }, { knownFields }]) => {
      if (!ended) setFixes(text === undefined ? [] : fixesFor(text, message, knownFields()));
    });
    return () => { ended = true; };
  }, [message, text]);
  if (!file || fixes.length === 0) return null;
  return (
    <section className={styles.todo}>
      <b>{say('inspector.whatToDo')}</b>
      {fixes.slice(0, 3).map((fix) => (
        <div key={fix.id}>
          <p>{fix.word === undefined ? fix.says && say(fix.says) : rich(say('editor.didYouMean', { word: `\`${fix.word}\`` }))}</p>
          <Button onClick={() => editFile(file.name, fix.apply(file.text))}>{say('editor.fix')}{fix.word === undefined ? '' : `: ${fix.word}`}</Button>
        </div>
      ))}
    </section>
  );
}

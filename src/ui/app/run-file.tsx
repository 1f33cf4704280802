import { useRef, type ChangeEvent } from 'react';
import { Button } from '../design/index.ts';
import { useWords } from '../i18n/use-words.ts';
import { goOnWith } from '../state/actions.ts';
import { clockText } from '../state/format.ts';
import { readRunText, runText } from '../state/kept-run.ts';
import { useWorld } from '../state/store.ts';
import { notify } from '../state/view.ts';
import styles from './floating.module.css';

/** Gives the browser a text as a file to save. */
function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

/** The run with all that was done in it, out to a file and in from one. */
export function RunFile() {
  const say = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const report = useWorld((world) => world.report);
  const out = (): void => {
    const text = runText();
    if (text === undefined) notify(say('run.tooLong'));
    else save(`orrery-${report?.scene ?? 'run'}-${clockText(useWorld.getState().clock?.headMs ?? 0).slice(0, 8).replaceAll(':', '-')}.json`, text);
  };
  const take = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = target.files ?? [];
    const run = readRunText(await file?.text());
    if (run) goOnWith(run);
    else if (file) notify(say('run.none', { name: file.name }));
    target.value = '';
  };
  if (report?.attached === true) return null;
  return (
    <section className={styles.runFile} aria-labelledby="run-file">
      <h3 id="run-file">{say('run.title')}</h3>
      <p>{say('run.tell')}</p>
      <Button onClick={out}>{say('run.save')}</Button>
      <Button onClick={() => chooser.current?.click()}>{say('run.open')}</Button>
      <input ref={chooser} type="file" accept=".json,application/json" hidden onChange={(event) => void take(event)} data-testid="run-file" />
    </section>
  );
}

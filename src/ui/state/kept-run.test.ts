import { beforeEach, expect, it } from 'vitest';
import { keepInputs, noteCommand, readRunText, runText } from './kept-run.ts';
import { useWorld } from './store.ts';
import { setView } from './view.ts';
import { noWorld } from './world.ts';

const report = { type: 'world', seed: 7, scene: 'welcome', topology: 'workers: []', version: 'v1.36.3', scenes: [], presets: [], files: [] } as const;

beforeEach(() => {
  noteCommand({ type: 'load', source: { seed: 7 } });
  useWorld.setState({ ...noWorld, report }, true);
});

it('a run comes back from its text with its world and all that was done in it', () => {
  const files = [{ name: 'web.yaml', text: 'kind: Pod', appliedText: 'kind: Pod', verdict: 'stored' as const }, { name: 'new.yaml', text: 'a' }];
  setView({ files });
  keepInputs({ type: 'inputs', inputs: '{"version":2}', paused: true });
  expect(readRunText(runText())).toEqual({ headMs: 0, files, source: { seed: 7, scene: 'welcome', topology: 'workers: []', paused: true, inputs: '{"version":2}' } });
});

it('there is no text of a run before the world has told of it, when it is too long, and after another world was asked for', () => {
  expect(runText()).toBeUndefined();
  keepInputs({ type: 'inputs', inputs: '', paused: false });
  expect(runText()).toBeUndefined();
  keepInputs({ type: 'inputs', inputs: 'x', paused: false });
  noteCommand({ type: 'load', source: { seed: 8 } });
  expect(runText()).toBeUndefined();
});

it('a text that is no run is told apart', () => {
  for (const text of [undefined, '', 'kind: Pod', '[]', '{}', '{"orrery":"run","version":2}', '{"orrery":"run","version":1,"headMs":1,"source":{"seed":"7","inputs":""}}']) expect(readRunText(text)).toBeUndefined();
});

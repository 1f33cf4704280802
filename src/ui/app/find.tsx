import { Spotlight, spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useEffect, useState } from 'react';
import { Icon } from '../design/index.ts';
import { useWords } from '../i18n/use-words.ts';
import { nameOf } from '../panels/inspector/thing.tsx';
import { actions, keyText, runCommand } from '../state/actions.ts';
import { send, select } from '../state/link.ts';
import { useWorld } from '../state/store.ts';
import { useView } from '../state/view.ts';

/** The world as it is when the palette opens; it is not drawn anew with each frame. */
function useEntries(open: boolean): readonly SpotlightActionGroupData[] {
  const say = useWords();
  const language = useView((view) => view.language);
  if (!open) return [];
  const world = useWorld.getState();
  const places: SpotlightActionData[] = [...world.machines.values()].map((machine) => ({ id: machine.id, label: machine.name, description: say(`machine.${machine.role}`), onClick: () => select(world.nodes.get(`object/Node//${machine.name}`)?.id ?? machine.id) }));
  const rows = [...world.objects.keys()];
  const ids = rows.length > 0 ? rows : [...world.pods.keys(), ...world.services.keys(), ...world.nodes.keys()];
  const objects: SpotlightActionData[] = ids.slice(0, 2_000).map((id) => { const { kind, name, namespace } = nameOf(id); return { id, label: name, description: `${kind}${namespace === '' ? '' : `, ${namespace}`}`, keywords: [kind, namespace], onClick: () => select(id) }; });
  const scenes: SpotlightActionData[] = (world.report?.scenes ?? []).map((scene) => ({ id: `scene.${scene.id}`, label: scene.title[language], description: scene.summary[language], onClick: () => send({ type: 'load', source: { seed: world.report?.seed ?? 1, scene: scene.id } }) }));
  return [
    { group: say('find.actions'), actions: actions.filter((action) => !action.id.startsWith('pick.')).map((action) => ({ id: action.id, label: say(action.label), ...(action.keys[0] === undefined ? {} : { rightSection: <kbd>{keyText(action.keys[0])}</kbd> }), onClick: action.run })) },
    { group: say('find.places'), actions: places }, { group: say('find.objects'), actions: objects }, { group: say('find.scenes'), actions: scenes },
  ];
}

const isCommand = (text: string): boolean => /^(kubectl|k|orrery|curl|etcdctl|helm|docker|ls|cat)\s/.test(text);
const verbs = /^(get|describe|apply|delete|create|run|expose|scale|rollout|logs|exec|edit|label|annotate|cordon|uncordon|drain|taint|explain|top|wait|set|patch|config|version|cluster-info|api-resources)\b/;

type Entry = SpotlightActionData | SpotlightActionGroupData;

/** Every word that was typed must be in the label or the description; a few of each group. */
function filterEntries(text: string, entries: readonly Entry[]): readonly Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const hit = (one: SpotlightActionData): boolean => one.id === 'run' || words.every((part) => `${one.label ?? ''} ${one.description ?? ''}`.toLowerCase().includes(part));
  return entries.map((entry) => ('actions' in entry ? { ...entry, actions: entry.actions.filter(hit).slice(0, words.length === 0 ? 5 : 8) } : entry));
}

/** Find anything by name, do anything by name, or run a kubectl command. */
export function Find() {
  const say = useWords();
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState(false);
  const [isOpening, setOpening] = useState(false);
  const entries = useEntries(open);
  useEffect(() => {
    const show = (): void => {
      setOpening(true);
      spotlight.open();
    };
    window.addEventListener('orrery:find', show);
    return () => window.removeEventListener('orrery:find', show);
  }, []);
  // Who types before the field is there types into it all the same, and does nothing to the page.
  useEffect(() => {
    if (!isOpening) return undefined;
    const typeAhead = (event: KeyboardEvent): void => {
      const field = document.querySelector<HTMLInputElement>('.mantine-Spotlight-content input');
      if (field) setOpening(false);
      if (field && document.activeElement === field) return;
      event.stopPropagation();
      if (field) {
        field.focus();
        field.setSelectionRange(field.value.length, field.value.length);
      } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        setQuery((typed) => typed + event.key);
      }
    };
    window.addEventListener('keydown', typeAhead, true);
    return () => window.removeEventListener('keydown', typeAhead, true);
  }, [isOpening]);
  const command = isCommand(query) ? query.replace(/^k\s/, 'kubectl ') : verbs.test(query) ? `kubectl ${query}` : undefined;
  const run: SpotlightActionGroupData[] = command === undefined ? [] : [{ group: '>', actions: [{ id: 'run', label: say('find.run', { command }), keywords: [query], onClick: () => runCommand(command) }] }];
  return (
    <Spotlight
      actions={[...run, ...entries]} query={query} onQueryChange={setQuery} onSpotlightOpen={() => setOpen(true)} onSpotlightClose={() => { setOpen(false); setOpening(false); }} shortcut={null} limit={12} highlightQuery scrollable maxHeight={420}
      nothingFound={say('find.nothing')} searchProps={{ leftSection: <Icon name="search" />, placeholder: say('find.placeholder') }}
      transitionProps={{ duration: 80 }}
      filter={(text, all) => filterEntries(text, all) as typeof all}
    />
  );
}

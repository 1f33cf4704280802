import { entityType, type Inspection } from '../../../protocol/index.ts';
import { Icon, IconButton } from '../../design/index.ts';
import type { WordKey } from '../../i18n/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { select } from '../../state/link.ts';
import { splitName } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import { notify, setView, useView, type InspectorTab } from '../../state/view.ts';
import { Conflicts } from './conflicts.tsx';
import { EventsTab, RelatedTab, StateTab, TextTab } from './inspector-tabs.tsx';
import styles from './inspector.module.css';
import { ManagedYaml } from './managed-yaml.tsx';
import { Now } from './now.tsx';
import { breakable, Sentences } from './rich.tsx';
import { Stages } from './stages.tsx';
import { StateChip } from './state-chip.tsx';
import { nameOf, wordOfType } from './thing.tsx';
import { WhatToDo } from './what-to-do.tsx';
import { WhyChain } from './why-chain.tsx';

/** Copies a text, and says so. */
export function copy(text: string, said: string): void {
  void navigator.clipboard.writeText(text).then(() => notify(said), () => notify(text));
}

function Head({ id, inspection }: { readonly id: string; readonly inspection: Inspection | undefined }) {
  const say = useWords();
  const pod = useWorld((world) => world.pods.get(id));
  const code = useWorld((world) => world.requests.get(id)?.code);
  const { shared, own } = splitName(id, pod?.owner);
  const known = nameOf(id);
  const message = entityType(id) === 'message' || entityType(id) === 'request';
  const named = wordOfType(id);
  return (
    <div className={styles.head}>
      <div className={styles.kind}>{named ? say(named) : inspection?.kind ?? known.kind}</div>
      <h2 data-testid="inspected">{shared !== '' ? <>{shared}<b>{own}</b></> : inspection && (message || !id.startsWith('object/')) ? breakable(inspection.name) : own}</h2>
      <div className={styles.chips}>
        <StateChip id={id} />
        {inspection?.error && <span className={`${styles.chip} ${styles.bad}`}><Icon name="cross" />{inspection.error.code} {inspection.error.reason}</span>}
        {inspection && !inspection.error && code !== undefined && <span className={`${styles.chip} ${styles.good}`}><Icon name="check" />{code}</span>}
        {inspection && !inspection.exists && <span className={styles.chip}><Icon name="cross" />{say('inspector.gone')}</span>}
        {(inspection?.namespace ?? known.namespace) !== '' && <span className="soft">{inspection?.namespace ?? known.namespace}</span>}
      </div>
      <IconButton icon="close" className={styles.close ?? ''} hint={{ label: say('inspector.close'), keys: 'Esc' }} onClick={() => select(undefined)} />
    </div>
  );
}

const isPlace = (id: string): boolean => entityType(id) === 'machine' || entityType(id) === 'component';

function tabsOf(id: string): readonly (readonly [InspectorTab, WordKey])[] {
  if (entityType(id) === 'request' || entityType(id) === 'message') {
    return [['why', 'inspector.happened'], ['yaml', 'inspector.request'], ['state', 'inspector.response'], ['related', 'inspector.related']];
  }
  // Machines and processes are no objects: nobody has written them down, and no Event is about them.
  if (isPlace(id)) return [['why', 'inspector.why'], ['state', 'inspector.state'], ['related', 'inspector.related']];
  return [['why', 'inspector.why'], ['state', 'inspector.state'], ['yaml', 'inspector.yaml'], ['events', 'inspector.events'], ['related', 'inspector.related']];
}

function Body({ tab, inspection }: { readonly tab: InspectorTab; readonly inspection: Inspection }) {
  const isMessage = entityType(inspection.id) === 'request' || entityType(inspection.id) === 'message';
  switch (tab) {
    case 'why': return (
      <>
        {inspection.sentence.length > 0 && <p className={styles.lead} data-testid="sentence"><Sentences of={inspection.sentence} /></p>}
        {inspection.error && <p className={styles.words}>{inspection.error.text}</p>}
        {inspection.error && <Conflicts causes={inspection.error.causes} />}
        {inspection.stages && <Stages key={inspection.id} stages={inspection.stages} />}
        {isPlace(inspection.id) && inspection.why.length === 0 ? <StateTab inspection={inspection} /> : <WhyChain steps={inspection.why} />}
        {inspection.error && <WhatToDo message={inspection.error.text} />}
      </>
    );
    case 'state': return isMessage ? <TextTab text={inspection.response} /> : <StateTab inspection={inspection} />;
    case 'yaml': return inspection.yaml !== undefined && inspection.managers
      ? <ManagedYaml yaml={inspection.yaml} managers={inspection.managers} />
      : <TextTab text={inspection.yaml} />;
    case 'events': return <EventsTab events={inspection.events} />;
    case 'related': return <RelatedTab related={inspection.related} />;
  }
}

/** What a thing is, and why: back to the command or the line that began it. */
export function Inspector() {
  const say = useWords();
  const id = useView((view) => view.selected);
  const inspection = useView((view) => view.inspection);
  const chosen = useView((view) => view.inspectorTab);
  if (id === undefined) return <aside className={styles.inspector} aria-label={say('inspector.label')}><Now /></aside>;
  const tabs = tabsOf(id);
  const tab = tabs.some(([name]) => name === chosen) ? chosen : 'why';
  return (
    <aside className={styles.inspector} aria-label={say('inspector.label')} data-testid="inspector">
      <Head id={id} inspection={inspection} />
      <div className={styles.tabs} role="tablist">
        {tabs.map(([name, word]) => (
          <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => setView({ inspectorTab: name })}>{say(word)}</button>
        ))}
      </div>
      <div className={styles.body} role="tabpanel">{inspection && <Body tab={tab} inspection={inspection} />}</div>
      {inspection && inspection.kubectl !== '' && (
        <div className={styles.foot}>
          <code title={inspection.kubectl}>{inspection.kubectl}</code>
          <IconButton icon="copy" hint={{ label: say('inspector.copy') }} onClick={() => copy(inspection.kubectl, say('inspector.copied'))} />
        </div>
      )}
    </aside>
  );
}

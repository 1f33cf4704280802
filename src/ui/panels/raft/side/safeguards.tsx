import { safeguardNames } from '../../../../protocol/index.ts';
import type { RaftLab, Safeguard } from '../../../../protocol/index.ts';
import { cx, Tip } from '../../../design/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { useWorld } from '../../../state/store.ts';
import type { World } from '../../../state/world.ts';
import { doVerb, twinOf, words, type RaftVerb } from '../verbs/raft-verb.ts';
import styles from './side.module.css';

/** Turns a safeguard of all members on or off. */
const safeguardVerb = ({ name, isOn }: Safeguard): RaftVerb => ({ word: `safeguard.${name}`, fault: words('safeguard', name, isOn ? 'off' : 'on') });

/** Has leaders make sure of reads in the other way. */
const readsVerb = (reads: RaftLab['reads']): RaftVerb => ({ word: 'raft.leaseReads', fault: words('reads', reads === 'safe' ? 'lease-based' : 'safe') });

/** Turns the mode in which a person is the network on or off. */
export const byHandVerb = (isByHand: boolean): RaftVerb => ({ key: 'B', word: 'raft.byHand', fault: words('by-hand', isByHand ? 'off' : 'on') });

function Switch({ isOn, label, tell, verb, isWrong }: { readonly isOn: boolean; readonly label: string; readonly tell: string; readonly verb: RaftVerb; readonly isWrong: boolean }) {
  return (
    <Tip hint={{ label, keys: verb.key, twin: twinOf(verb) }} position="left">
      <button type="button" role="switch" aria-checked={isOn} aria-label={label} className={cx(styles.switch, isWrong && styles.wrong)} onClick={() => doVerb(verb)}>
        <i /><span><b>{label}</b><span>{tell}</span></span>
      </button>
    </Tip>
  );
}

/** Names of the safeguards that the members go without, as one text: a switch shows at once what it did. */
function withoutOf({ raft }: World): string {
  return raft?.lab?.safeguards.filter(({ isOn }) => !isOn).map(({ name }) => name).join(' ') ?? '';
}

/** Whoever delivers by hand is the network: every message waits, and every timer stands, until a move is chosen. */
export function ByHand() {
  const say = useWords();
  const isByHand = useWorld(({ raft }) => raft?.lab?.isByHand ?? false);
  return <Switch isOn={isByHand} label={say('raft.byHand')} tell={say('raft.byHandTell')} verb={byHandVerb(isByHand)} isWrong={false} />;
}

/** What keeps Raft safe or alive, as switches: each with the failure that it prevents. */
export function Safeguards() {
  const say = useWords();
  const without = useWorld(withoutOf).split(' ');
  const reads = useWorld(({ raft }) => raft?.lab?.reads ?? 'safe');
  const safeguards = safeguardNames.map((name): Safeguard => ({ name, isOn: !without.includes(name) }));
  return (
    <section>
      <h2>{say('raft.safeguards')}<span className={styles.key}>{say('raft.safeguardsTell')}</span></h2>
      <div className={styles.switches} data-testid="safeguards">
        {safeguards.map((safeguard) => (
          <Switch key={safeguard.name} isOn={safeguard.isOn} label={say(`safeguard.${safeguard.name}`)} tell={say(`prevents.${safeguard.name}`)} verb={safeguardVerb(safeguard)} isWrong={!safeguard.isOn} />
        ))}
        <Switch isOn={reads === 'lease-based'} label={say('raft.leaseReads')} tell={say('raft.leaseReadsTell')} verb={readsVerb(reads)} isWrong={false} />
      </div>
    </section>
  );
}

import { useWords } from '../../../i18n/use-words.ts';
import type { TallyPlace } from './tally.ts';

const perRow = 5;
const step = 14;

function Mark({ state }: Pick<TallyPlace, 'state'>) {
  switch (state) {
    case 'granted': return <><circle r="5.4" fill="var(--message-vote)" /><path d="M-2.4 0l1.7 1.8 3-3.4" fill="none" stroke="var(--text-on-colour)" strokeWidth="1.5" /></>;
    case 'refused': return <><circle r="4.6" fill="none" stroke="var(--message-vote)" strokeWidth="1.6" /><path d="M-2.2 0h4.4" stroke="var(--message-vote)" strokeWidth="1.6" /></>;
    case 'coming': return <circle r="4.6" fill="none" stroke="var(--message-vote)" strokeWidth="1.5" strokeDasharray="2 1.6" />;
    case 'silent': return <circle r="1.7" fill="var(--line-strong)" />;
  }
}

/** The tally inside a candidate, a place a voter: tick, refusal, ring to come, dot where nothing comes. */
export function Votes({ tally, y, scale }: { readonly tally: readonly TallyPlace[]; readonly y: number; readonly scale: number }) {
  const say = useWords();
  const rows = Math.ceil(tally.length / perRow);
  return (
    <g transform={`translate(0 ${y}) scale(${scale})`} data-testid="tally">
      {tally.map(({ from, state }, i) => {
        const row = Math.floor(i / perRow);
        const inRow = row < rows - 1 ? perRow : tally.length - perRow * (rows - 1);
        return (
          <g key={from} data-vote={state} transform={`translate(${((i % perRow) - (inRow - 1) / 2) * step} ${(row - (rows - 1) / 2) * 12})`}>
            <title>{say('raft.voteOf', { name: from, state: say(`vote.${state}`) })}</title>
            <Mark state={state} />
          </g>
        );
      })}
    </g>
  );
}

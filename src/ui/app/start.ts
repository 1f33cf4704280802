import { readAddress } from '../state/address.ts';
import { keepLastRun, keptRun, lastRun } from '../state/kept-run.ts';
import { connect, socketEngine, workerEngine } from '../state/link.ts';
import { notify, setView } from '../state/view.ts';

const address = readAddress(location.hash);
const theme = document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
const language = address.language ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');

function tourSeen(): boolean {
  try {
    return localStorage.getItem('orrery.tour') === 'seen';
  } catch {
    return false;
  }
}

setView({ theme, language, ...(tourSeen() || navigator.webdriver ? {} : { tour: 1 }) });
for (const problem of address.problems) notify(problem);

const kept = keptRun();
const source = kept?.source ?? address.source;
if (kept) setView({ keptFiles: kept.files });
else if (!address.attached) setView({ lastRun: lastRun() });
window.addEventListener('pagehide', keepLastRun);
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') keepLastRun(); });
const fabricated = import.meta.env.DEV ? new URLSearchParams(location.search).get('fabricated') : null;
if (import.meta.env.DEV && fabricated !== null) {
  // Only while the page is drawn: production has neither this branch nor what it imports.
  const still = location.search.includes('still');
  const group = /^raft-(\d)x(\d+)$/.exec(fabricated);
  if (group) void import('../testing/raft-group.ts').then(({ fabricatedGroup }) => connect(fabricatedGroup({ members: Number(group[1]), messages: Number(group[2]), still }), source));
  else void import('../testing/fabricated.ts').then(({ fabricatedEngine }) => {
    const [nodes = 0, podsPerNode = 6] = fabricated.split('x').map(Number);
    connect(fabricatedEngine({ nodes: nodes || 0, podsPerNode, still }), source);
  });
} else if (address.attached) connect(socketEngine(serverAddress(address.attached.token)), { seed: address.source.seed });
else connect(workerEngine(new Worker(new URL('../../worker/main.ts', import.meta.url), { type: 'module' })), source);

/** Where the server from which the page came shows its world. */
function serverAddress(token: string | undefined): string {
  const url = new URL('world', location.href.replace(/^http/, 'ws'));
  url.hash = '';
  if (token !== undefined) url.searchParams.set('token', token);
  return url.href;
}

/** What the page begins with. */
export const start = { language } as const;

// `node scripts/door.mjs bench/peer COUNT`: wall seconds that a comparable simulator needs until so many Pods of one
// Deployment are Ready, on standard output. It has no Raft, and a scheduler that goes round.
import { BaseImage, Cluster } from '@ngrok/webernetes';
import type { ProcessContext } from '@ngrok/webernetes';

/** Serves until it is killed: what the peer has in the place of nginx. */
class Web extends BaseImage {
  static readonly imageName = 'web';
  static readonly imageVersion = '1';
  readonly defaultCommand = ['server'];

  override async exec(context: ProcessContext, argv: readonly string[]): Promise<number> {
    if (argv[0] !== 'server') return super.exec(context, argv);
    context.listenHttp(80, () => Promise.resolve({ status: 200, body: 'ok' }));
    return context.waitUntilKilled();
  }
}

const replicas = Number(process.argv[2]);
const cluster = new Cluster();
cluster.registerImage(Web);
await cluster.init();
const began = performance.now();
const isReady = new Promise<void>((resolve) => {
  cluster.informer('deployments', (_, { status }) => {
    if ((status?.readyReplicas ?? 0) >= replicas) resolve();
  });
});
const labels = { app: 'web' };
await cluster.apply([{
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } } },
}]);
await isReady;
process.stdout.write(`${((performance.now() - began) / 1_000).toFixed(3)}\n`);
process.exit(0);

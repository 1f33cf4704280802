import type { World } from '../../cluster/index.ts';
import type { ApiClient } from '../../client/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process, RunningProcess } from '../../kernel/index.ts';
import { ApiError, configMapKind } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';

const pauseMs = 1_500;

/** Writes one page after the other through everything, and remembers which were acknowledged: none of those may be lost. */
export class Ledger {
  private readonly world: World;
  private readonly acknowledged: string[] = [];
  private readonly writer: RunningProcess;

  constructor(world: World, client: ApiClient) {
    this.world = world;
    this.writer = world.kernel.spawn('swarm ledger', this.write(client), client.config.stack.host.group);
  }

  /** Writes no more. */
  close(): void {
    this.writer.kill();
  }

  /** Acknowledged pages that are not stored. */
  losses(): string[] {
    const store = this.world.members.find(({ process }) => process !== undefined)?.process?.store;
    return this.acknowledged.filter((name) => !store?.get(`/registry/configmaps/default/${name}`)).map((name) => `configmap ${name} was acknowledged and is lost`);
  }

  private *write(client: ApiClient): Process<never> {
    for (let number = 1; ; number++) {
      const name = `page-${number}`;
      try {
        yield* client.of(configMapKind).create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'default', name } });
        this.acknowledged.push(name);
      } catch (error) {
        if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
      }
      yield* sleep(pauseMs);
    }
  }
}

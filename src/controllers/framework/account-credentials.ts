// Each controller acts as a service account of its own, so that it may do no more than its role says. The manager makes the
// account, and asks for a token of it before the old one ends.
// Upstream: k8s.io/controller-manager pkg/clientbuilder/client_builder_dynamic.go; kube-controller-manager --use-service-account-credentials

import type { ApiClient } from '../../client/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, noCredentials, serviceAccountKind } from '../../kinds/index.ts';
import type { Credentials } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';

const namespace = 'kube-system';
const lifeSeconds = 3_600;
/** Of its life a token is used so much. */
const usedShare = 0.8;
const retryMs = 1_000;

/** The token of one account, kept fresh. */
export class AccountCredentials {
  /** What the account's controllers show; nothing until there is a first token. */
  current: Credentials = noCredentials;
  private readonly client: ApiClient;
  private readonly name: string;

  /** @param client may make accounts and ask for tokens */
  constructor(client: ApiClient, name: string) {
    this.client = client;
    this.name = name;
  }

  /** Keeps it fresh for ever. `onFirst` is called when there is a token. */
  *run(onFirst: () => void): Process<never> {
    for (let isFirst = true; ;) {
      const token = yield* this.ask();
      if (token === undefined) {
        yield* sleep(retryMs);
        continue;
      }
      this.current = { token };
      if (isFirst) onFirst();
      isFirst = false;
      yield* sleep(lifeSeconds * 1_000 * usedShare);
    }
  }

  private *ask(): Process<string | undefined> {
    const accounts = this.client.of(serviceAccountKind);
    const at = { namespace, name: this.name };
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: lifeSeconds } };
    try {
      const answer = (yield* accounts.createSubresource(at, 'token', body)) as { readonly status: { readonly token: string } };
      return answer.status.token;
    } catch (error) {
      if (error instanceof NetworkError || !(error instanceof ApiError)) return unlessBug(error);
      if (error.reason !== 'NotFound') return undefined;
    }
    try {
      yield* accounts.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: at });
    } catch (error) {
      return unlessBug(error);
    }
    return yield* this.ask();
  }
}

/** What the world can bring is tried again; anything else is a bug. */
function unlessBug(error: unknown): undefined {
  if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
}

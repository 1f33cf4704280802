// etcdctl endpoint: what the endpoints say of themselves.
// Upstream: etcdctl/ctlv3/command/ep_command.go

import { clusterFlag } from '../cluster-endpoints.ts';
import type { Command } from '../command.ts';
import { hashkv } from './endpoint-hashkv.ts';
import { health } from './endpoint-health.ts';
import { status } from './endpoint-status.ts';

export const endpoint: Command = {
  name: 'endpoint',
  short: 'Endpoint related commands',
  usage: 'endpoint <subcommand>',
  sharedFlags: [clusterFlag],
  commands: [hashkv, health, status],
};

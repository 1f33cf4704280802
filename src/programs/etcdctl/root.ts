// All commands of etcdctl.
// Upstream: etcdctl/ctlv3/ctl.go

import type { Command } from './command.ts';
import { compaction } from './commands/compaction.ts';
import { del } from './commands/del.ts';
import { get } from './commands/get.ts';
  commands: [compaction, del, get, lease, put, txn, version],

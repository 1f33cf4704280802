// etcdctl auth, user and role. There are no users and no roles in this cluster, and authentication cannot be turned on.
// Upstream: etcdctl/ctlv3/command/auth_command.go, user_command.go, role_command.go

import { bool, text } from '../../command-line/flag.ts';
import type { Command } from '../command.ts';
import { notSimulated } from './not-simulated.ts';

/** A command that would need what is not there. */
function refused(name: string, short: string, usage: string, flags: Command['flags'] = []): Command {
  return notSimulated({ name, short, usage, flags }, 'users, roles and authentication are not simulated: every client may do everything');
}

/** A command that tells of nothing. */
function empty(name: string, short: string): Command {
  return { name, short, usage: name, *run() {} };
}

const enable: Command = {
  name: 'enable',
  short: 'Enables authentication',
  usage: 'enable',
  *run(etcdctl) {
    const client = yield* etcdctl.client();
    yield* client.ask('Auth/AuthEnable', client.etcd.call({ type: 'auth', action: 'enable' }, 'auth'));
  },
};

const status: Command = {
  name: 'status',
  short: 'Returns authentication status',
  usage: 'status',
  *run(etcdctl) {
    const client = yield* etcdctl.client();
    const { result } = yield* client.ask('Auth/AuthStatus', client.etcd.call({ type: 'auth', action: 'status' }, 'auth'));
    yield* etcdctl.out(`Authentication Status: ${result.isEnabled}\nAuthRevision: ${result.authRevision}\n`);
  },
};

export const auth: Command = {
  name: 'auth',
  short: 'Enable or disable authentication',
  usage: 'auth <enable or disable>',
  commands: [refused('disable', 'Disables authentication', 'disable'), enable, status],
};

export const user: Command = {
  name: 'user',
  short: 'User related commands',
  usage: 'user <subcommand>',
  commands: [
    refused('add', 'Adds a new user', 'add <user name or user:password> [options]', [
      bool('interactive', 'Read password from stdin instead of interactive terminal', { value: 'true' }),
      text('new-user-password', 'Supply password from the command line flag'),
      bool('no-password', 'Create a user without password (CN based auth only)'),
    ]),
    refused('delete', 'Deletes a user', 'delete <user name>'),
    refused('get', 'Gets detailed information of a user', 'get <user name> [options]', [bool('detail', 'Show permissions of roles granted to the user')]),
    refused('grant-role', 'Grants a role to a user', 'grant-role <user name> <role name>'),
    empty('list', 'Lists all users'),
    refused('passwd', 'Changes password of user', 'passwd <user name> [options]', [
      bool('interactive', 'If true, read password from stdin instead of interactive terminal', { value: 'true' }),
    ]),
    refused('revoke-role', 'Revokes a role from a user', 'revoke-role <user name> <role name>'),
  ],
};

export const role: Command = {
  name: 'role',
  short: 'Role related commands',
  usage: 'role <subcommand>',
  commands: [
    refused('add', 'Adds a new role', 'add <role name>'),
    refused('delete', 'Deletes a role', 'delete <role name>'),
    refused('get', 'Gets detailed information of a role', 'get <role name>'),
    refused('grant-permission', 'Grants a key to a role', 'grant-permission [options] <role name> <permission type> <key> [endkey]', [
      bool('from-key', 'grant a permission of keys that are greater than or equal to the given key using byte compare'),
      bool('prefix', 'grant a prefix permission'),
    ]),
    empty('list', 'Lists all roles'),
    refused('revoke-permission', 'Revokes a key from a role', 'revoke-permission <role name> <key> [endkey]', [
      bool('from-key', 'revoke a permission of keys that are greater than or equal to the given key using byte compare'),
      bool('prefix', 'revoke a prefix permission'),
    ]),
  ],
};

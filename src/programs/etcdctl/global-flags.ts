// The flags that every command of etcdctl takes.
// Upstream: etcdctl/ctlv3/ctl.go

import { bool, duration, int, strings, text } from '../command-line/flag.ts';
import type { FlagSpec } from '../command-line/flag.ts';

export const globalFlags: readonly FlagSpec[] = [
  text('cacert', 'verify certificates of TLS-enabled secure servers using this CA bundle'),
  text('cert', 'identify secure client using this TLS certificate file'),
  duration('command-timeout', 'timeout for short running command (excluding dial timeout)', { value: '5s' }),
  bool('debug', 'enable client-side debug logging'),
  duration('dial-timeout', 'dial timeout for client connections', { value: '2s' }),
  text('discovery-srv', 'domain name to query for SRV records describing cluster endpoints', { short: 'd' }),
  text('discovery-srv-name', 'service name to query when using DNS discovery'),
  strings('endpoints', 'gRPC endpoints', { value: '[127.0.0.1:2379]' }),
  bool('hex', 'print byte strings as hex encoded strings'),
  bool('insecure-discovery', 'accept insecure SRV records describing cluster endpoints', { value: 'true' }),
  bool('insecure-skip-tls-verify', 'skip server certificate verification (CAUTION: this option should be enabled only for testing purposes)'),
  bool('insecure-transport', 'disable transport security for client connections', { value: 'true' }),
  duration('keepalive-time', 'keepalive time for client connections', { value: '2s' }),
  duration('keepalive-timeout', 'keepalive timeout for client connections', { value: '6s' }),
  text('key', 'identify secure client using this TLS key file'),
  int('max-recv-bytes', 'client-side response receive limit in bytes (if 0, it defaults to "math.MaxInt32")'),
  int('max-request-bytes', 'client-side request send limit in bytes (if 0, it defaults to 2.0 MiB (2 * 1024 * 1024).)'),
  text('password', "password for authentication (if this option is used, --user option shouldn't include password)"),
  text('user', 'username[:password] for authentication (prompt if password is not supplied)'),
  text('write-out', 'set the output format (fields, json, protobuf, simple, table)', { short: 'w', value: 'simple' }),
];

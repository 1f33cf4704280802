/** An answer of redis, before it is written as RESP. */
export type Answer = { readonly type: 'status' | 'error'; readonly text: string } | number | string | null | readonly Answer[];

type Entry = string | string[] | Map<string, string> | Set<string>;

const ok: Answer = { type: 'status', text: 'OK' };
const wrongType: Answer = { type: 'error', text: 'WRONGTYPE Operation against a key holding the wrong kind of value' };

/** Commands that change something: an append-only file keeps them. */
export const writingCommands: ReadonlySet<string> = new Set(['SET', 'SETNX', 'DEL', 'INCR', 'DECR', 'INCRBY', 'DECRBY', 'APPEND', 'MSET', 'LPUSH', 'RPUSH', 'LPOP', 'RPOP', 'HSET', 'HDEL', 'SADD', 'SREM', 'FLUSHALL', 'FLUSHDB', 'EXPIRE', 'RENAME']);

/** The keys of a redis server and the commands on them. */
export class RedisData {
  private readonly entries = new Map<string, Entry>();
  private readonly expiries = new Map<string, number>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  get size(): number {
    return this.entries.size;
  }

  /** Carries out one command. */
  run(words: readonly string[]): Answer {
    const [name = '', ...args] = words;
    const [key = '', value = ''] = args;
    const command = name.toUpperCase();
    this.expire(key);
    switch (command) {
      case 'PING': return args.length > 0 ? key : { type: 'status', text: 'PONG' };
      case 'ECHO': return key;
      case 'SELECT':
      case 'CLIENT':
      case 'QUIT': return ok;
      case 'COMMAND': return [];
      case 'DBSIZE': return this.entries.size;
      case 'FLUSHALL':
      case 'FLUSHDB':
        this.entries.clear();
        return ok;
      case 'KEYS': return [...this.entries.keys()].filter((candidate) => globMatches(candidate, key));
      case 'DEL': return args.filter((candidate) => this.entries.delete(candidate)).length;
      case 'EXISTS': return args.filter((candidate) => this.entries.has(candidate)).length;
      case 'EXPIRE':
        if (!this.entries.has(key)) return 0;
        this.expiries.set(key, this.now() + Number(value) * 1000);
        return 1;
      case 'TTL': {
        const at = this.expiries.get(key);
        return !this.entries.has(key) ? -2 : at === undefined ? -1 : Math.ceil((at - this.now()) / 1000);
      }
      case 'TYPE': return { type: 'status', text: typeName(this.entries.get(key)) };
      case 'INFO': return `# Server\r\nredis_version:7.4.1\r\nredis_mode:standalone\r\n# Replication\r\nrole:master\r\nconnected_slaves:0\r\n# Keyspace\r\ndb0:keys=${this.entries.size},expires=${this.expiries.size}\r\n`;
      case 'CONFIG': return key.toUpperCase() === 'GET' ? [value, value === 'maxmemory' ? '0' : value === 'maxmemory-policy' ? 'noeviction' : ''] : ok;
      default: return this.onStrings(command, args) ?? this.onCollections(command, args) ?? { type: 'error', text: `ERR unknown command '${name}', with args beginning with: ${args.map((arg) => `'${arg}' `).join('')}` };
    }
  }

  private onStrings(command: string, args: readonly string[]): Answer | undefined {
    const [key = '', value = ''] = args;
    const isMissing = (count: number): boolean => args.length < count;
    const arity: Answer = { type: 'error', text: `ERR wrong number of arguments for '${command.toLowerCase()}' command` };
    switch (command) {
      case 'SET': return isMissing(2) ? arity : this.set(key, value, args.slice(2).map((option) => option.toUpperCase()));
      case 'SETNX': return this.entries.has(key) ? 0 : (this.set(key, value, []), 1);
      case 'GET': {
        if (isMissing(1)) return arity;
        const entry = this.entries.get(key);
        return entry === undefined ? null : typeof entry === 'string' ? entry : wrongType;
      }
      case 'MGET': return args.map((candidate) => {
        const entry = this.entries.get(candidate);
        return typeof entry === 'string' ? entry : null;
      });
      case 'MSET':
        for (let i = 0; i + 1 < args.length; i += 2) this.entries.set(args[i] ?? '', args[i + 1] ?? '');
        return ok;
      case 'INCR': return this.add(key, 1);
      case 'DECR': return this.add(key, -1);
      case 'INCRBY': return this.add(key, Number(value));
      case 'DECRBY': return this.add(key, -Number(value));
      case 'APPEND': {
        const entry = this.entries.get(key) ?? '';
        if (typeof entry !== 'string') return wrongType;
        this.entries.set(key, entry + value);
        return entry.length + value.length;
      }
      case 'STRLEN': return String(this.entries.get(key) ?? '').length;
      default: return undefined;
    }
  }

  private onCollections(command: string, args: readonly string[]): Answer | undefined {
    const [key = '', ...values] = args;
    const [first = '', second = ''] = values;
    const entry = this.entries.get(key);
    switch (command) {
      case 'LPUSH':
      case 'RPUSH': {
        const list = entry ?? [];
        if (!Array.isArray(list)) return wrongType;
        if (command === 'LPUSH') list.unshift(...[...values].reverse());
        else list.push(...values);
        this.entries.set(key, list);
        return list.length;
      }
      case 'LPOP':
      case 'RPOP': return Array.isArray(entry) ? ((command === 'LPOP' ? entry.shift() : entry.pop()) ?? null) : null;
      case 'LLEN': return Array.isArray(entry) ? entry.length : 0;
      case 'LRANGE': {
        if (!Array.isArray(entry)) return [];
        const [from, to] = [Number(first), Number(second)];
        return entry.slice(from < 0 ? Math.max(0, entry.length + from) : from, (to < 0 ? entry.length + to : to) + 1);
      }
      case 'HSET': {
        const map = entry ?? new Map<string, string>();
        if (!(map instanceof Map)) return wrongType;
        let added = 0;
        for (let i = 0; i + 1 < values.length; i += 2) {
          if (!map.has(values[i] ?? '')) added++;
          map.set(values[i] ?? '', values[i + 1] ?? '');
        }
        this.entries.set(key, map);
        return added;
      }
      case 'HGET': return entry instanceof Map ? (entry.get(first) ?? null) : null;
      case 'HGETALL': return entry instanceof Map ? [...entry].flat() : [];
      case 'HDEL': return entry instanceof Map ? values.filter((field) => entry.delete(field)).length : 0;
      case 'SADD': {
        const set = entry ?? new Set<string>();
        if (!(set instanceof Set)) return wrongType;
        const before = set.size;
        for (const value of values) set.add(value);
        this.entries.set(key, set);
        return set.size - before;
      }
      case 'SMEMBERS': return entry instanceof Set ? [...entry] : [];
      case 'SCARD': return entry instanceof Set ? entry.size : 0;
      default: return undefined;
    }
  }

  private set(key: string, value: string, options: readonly string[]): Answer {
    const isThere = this.entries.has(key);
    if ((options.includes('NX') && isThere) || (options.includes('XX') && !isThere)) return null;
    this.entries.set(key, value);
    this.expiries.delete(key);
    const at = options.findIndex((option) => option === 'EX' || option === 'PX');
    if (at >= 0) this.expiries.set(key, this.now() + Number(options[at + 1]) * (options[at] === 'EX' ? 1000 : 1));
    return ok;
  }

  private add(key: string, by: number): Answer {
    const before = Number(this.entries.get(key) ?? 0);
    if (!Number.isInteger(before) || !Number.isInteger(by)) return { type: 'error', text: 'ERR value is not an integer or out of range' };
    this.entries.set(key, String(before + by));
    return before + by;
  }

  private expire(key: string): void {
    const at = this.expiries.get(key);
    if (at === undefined || at > this.now()) return;
    this.expiries.delete(key);
    this.entries.delete(key);
  }
}

function globMatches(text: string, pattern: string): boolean {
  return new RegExp(`^${pattern.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}

function typeName(entry: Entry | undefined): string {
  if (entry === undefined) return 'none';
  return typeof entry === 'string' ? 'string' : Array.isArray(entry) ? 'list' : entry instanceof Map ? 'hash' : 'set';
}

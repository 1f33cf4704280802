/** A DNS question, sent as a datagram of kind `dns` to port 53. */
export interface DnsQuery {
  readonly type: 'dns.query';
  readonly id: number;
  /** Fully qualified, without the last dot. */
  readonly name: string;
  readonly recordType: 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR';
  /** Where the answer is to go. */
  readonly replyPort: number;
}

export interface DnsRecord {
  readonly name: string;
  readonly recordType: 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR';
  readonly value: string;
  readonly ttlSeconds: number;
}

/** Its answer, a datagram back to the asker. */
export interface DnsAnswer {
  readonly type: 'dns.answer';
  readonly id: number;
  readonly status: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';
  readonly records: readonly DnsRecord[];
}

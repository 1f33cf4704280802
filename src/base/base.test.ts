import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as base from './index.ts';

describe('quantities', () => {
  test.each([
    ['1024Ki', '1Mi'], ['1536Mi', '1536Mi'], ['1000', '1k'], ['0.1', '100m'], ['1e3', '1e3'], ['12e2', '1200'], ['100000k', '100M'],
    ['0.5Gi', '512Mi'], ['1.1Ki', '1126400m'], ['1023Ki', '1023Ki'], ['512', '512'], ['0.0000000001', '1n'], ['-1.5Gi', '-1536Mi'], ['', undefined],
    ['x', undefined], ['1mm', undefined],
  ])('%j is written %j', (text, canonical) => {
    const write = () => {
      try {
        return base.canonicalQuantity(text);
      } catch (error) {
        if (!(error instanceof base.QuantityError)) throw error;
        return undefined;
      }
    };
    expect(write()).toBe(canonical);
  });

  test('the canonical form is the same amount', () => {
    const holds = fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.constantFrom('', 'm', 'k', 'Mi', 'e3', 'n'), (digits, suffix) => {
      const text = `${digits}${suffix}`;
      return base.compareQuantities(text, base.canonicalQuantity(text)) === 0;
    });
    expect(fc.check(holds, { seed: 1 }).failed).toBe(false);
  });

  test('sums are written as their first part is', () => {
    expect(base.addQuantities('1Gi', '512Mi')).toBe('1536Mi');
    expect(base.subtractQuantities('1', '100m')).toBe('900m');
    expect(base.addQuantities('0', '1Ki')).toBe('1Ki');
    expect(base.quantityMilli('0.5m')).toBe(1);
  });
});

test.each([
  [1_500, '1s'], [119_000, '119s'], [120_000, '2m'], [605_000, '10m'], [125_000, '2m5s'], [10_800_000, '3h'], [11_100_000, '3h5m'],
  [172_800_000, '2d'], [176_400_000, '2d1h'], [730 * 86_400_000, '2y'], [-5_000, '<invalid>'],
])('an age of %d ms is shown as %s', (ms, text) => expect(base.humanDuration(ms)).toBe(text));

test.each([['1h30m', '1h30m0s'], ['300ms', '300ms'], ['0', '0s'], ['90s', '1m30s'], ['1.5ms', '1.5ms']])(
  'the span %s is written %s', (text, written) => expect(base.formatDuration(base.parseDuration(text))).toBe(written),
);

test('moments are what the platform says they are', () => {
  fc.assert(fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_000 }), (ms) => {
    const iso = new Date(ms).toISOString();
    return base.formatMilliTime(ms) === iso && base.parseTime(iso) === ms;
  }), { seed: 2 });
  expect(base.formatRfc1123(1_767_225_600_123)).toBe('Thu, 01 Jan 2026 00:00:00 +0000');
  expect(base.parseTime('2026-02-30T00:00:00Z')).toBeUndefined();
  expect(base.parseTime('2026-01-01T02:00:00+02:00')).toBe(base.parseTime('2026-01-01T00:00:00Z'));
});

test('hashes and encodings are what the platform says they are', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
    const buffer = Buffer.from(text);
    return base.sha256Hex(text) === createHash('sha256').update(buffer).digest('hex')
      && base.base64EncodeText(text) === buffer.toString('base64') && base.utf8Length(text) === buffer.length
      && base.base64DecodeText(buffer.toString('base64')) === buffer.toString('utf8');
  }), { seed: 3 });
  expect(base.fnv1a('hello')).toBe(0x4f9f2cab);
  expect(base.safeEncode('5d4f8b')).toBe('9z84dw');
  expect(base.base64Decode('ab$d')).toEqual({ illegalAt: 2 });
});

test('a sorted map is a map whose keys are in order', () => {
  const seen = { large: 0 };
  fc.assert(fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 600 })), { maxLength: 3_000, size: 'max' }), (steps) => {
    const map = new base.SortedMap<number>();
    const model = new Map<string, number>();
    steps.forEach(([remove, n], step) => {
      const key = `k${n}`;
      const removes = remove && step % 3 === 0;
      const expected = removes ? model.delete(key) : !model.has(key);
      if (!removes) model.set(key, step);
      expect(removes ? map.delete(key) : map.set(key, step)).toBe(expected);
    });
    const sorted = [...model].sort(([a], [b]) => (a < b ? -1 : 1));
    expect([...map.entries()]).toEqual(sorted);
    expect(map.countRange('k2', 'k5')).toBe(sorted.filter(([key]) => key >= 'k2' && key < 'k5').length);
    expect([...map.entries('k3', 'k4')]).toEqual(sorted.filter(([key]) => key >= 'k3' && key < 'k4'));
    if (map.size > 200) seen.large++;
  }), { seed: 4, numRuns: 40 });
  expect(seen.large).toBeGreaterThan(5);
});

test('tables are aligned as kubectl aligns them', () => {
  expect(base.formatTable([['NAME', 'AGE'], ['a-long-name', '5s'], ['b', '10s']])).toBe('NAME          AGE\na-long-name   5s\nb             10s\n');
  const writer = new base.TabWriter(base.describeStyle);
  writer.write('Name:\tweb\nLabels:\t<none>\nplain\nA:\tb\n');
  expect(writer.flush()).toBe('Name:    web\nLabels:  <none>\nplain\nA:  b\n');
});

test('addresses and blocks are read strictly', () => {
  expect(base.parseIpv4('10.0.0.01')).toBeUndefined();
  expect(base.formatIpv6(base.parseIpv6('2001:DB8:0:0:1::1') ?? 0n)).toBe('2001:db8::1:0:0:1');
  const block = base.defined(base.parseCidr('10.244.0.0/16'), 'a block');
  expect(base.formatCidr(base.defined(base.subnet(block, 24, 3), 'a subnet'))).toBe('10.244.3.0/24');
  expect(base.cidrContains(block, '10.245.0.1')).toBe(false);
  expect(base.parseCidr('10.0.0.0/33')).toBeUndefined();
});

test('text is quoted as Go quotes it', () => {
  expect(base.quote('a\u0001\u007fé\u200b\n"\\')).toBe('"a\\x01\\x7fé\\u200b\\n\\"\\\\"');
  expect(base.goJson({ b: '<&>', a: [1, {}] })).toBe('{"a":[1,{}],"b":"\\u003c\\u0026\\u003e"}');
});

describe('raw text', () => {
  test('holds any bytes without loss, and is plain text where they are UTF-8', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect([...base.rawBytes(base.rawText(bytes))]).toEqual([...bytes]);
    }));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(base.rawText(base.utf8Bytes(text))).toBe(text);
      expect([...base.rawBytes(text)]).toEqual([...base.utf8Bytes(text)]);
    }));
    expect([base.isRaw(base.rawText(Uint8Array.of(0xff))), base.isRaw('𝛼')]).toEqual([true, false]);
  });

  test('is the same however the bytes are cut', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 3 }), fc.string({ unit: 'binary', maxLength: 2 }).map(base.utf8Bytes))), fc.integer({ min: 1, max: 5 }), (parts, size) => {
      const bytes = parts.flatMap((part) => [...part]);
      const reader = new base.RawTextReader();
      let text = '';
      for (let at = 0; at < bytes.length; at += size) text += reader.take(Uint8Array.from(bytes.slice(at, at + size)));
      expect([...base.rawBytes(text + reader.end())]).toEqual(bytes);
    }));
  });
});

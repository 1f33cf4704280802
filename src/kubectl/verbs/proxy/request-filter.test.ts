import { describe, expect, test } from 'vitest';
import { Flags } from '../../../programs/command-line/index.ts';
import { proxy } from './proxy.ts';
import { ExpressionError, requestFilter } from './request-filter.ts';

const given = (...words: readonly string[]): Flags => {
  const flags = new Flags(proxy.flags ?? []);
  flags.parse(words);
  return flags;
};

const request = (method: string, path: string, host = 'localhost:8001') => ({ type: 'http.request', method, path, headers: { host }, body: '', isSecure: false }) as const;

describe('what kubectl proxy lets through', () => {
  const usual = requestFilter(given());
  test.each([
    ['GET', '/api/v1/pods', 'localhost:8001', true],
    ['POST', '/version?x=/api/v1/pods/a/exec', '127.0.0.1:8001', true],
    ['GET', '/version', '[::1]:8001', true],
    ['GET', '/api/v1/namespaces/a/pods/b/exec?command=ls', 'localhost', false],
    ['GET', '/api/v1/namespaces/a/pods/b/attach', 'localhost', false],
    ['GET', '/version', 'example.com', false],
    ['GET', '/version', 'localhost.example.com', false],
  ])('%s %s of %s: %j', (method, path, host, expected) => {
    expect(usual(request(method, path, host))).toBe(expected);
  });

  test('is what the flags say', () => {
    const narrow = requestFilter(given('--reject-methods=POST,PUT', '--accept-paths=^/api', '--accept-hosts=.*'));
    expect(narrow(request('GET', '/api/v1', 'example.com'))).toBe(true);
    expect(narrow(request('PUT', '/api/v1'))).toBe(false);
    expect(narrow(request('GET', '/version'))).toBe(false);
    expect(requestFilter(given('--disable-filter'))(request('GET', '/api/v1/namespaces/a/pods/b/exec', 'example.com'))).toBe(true);
  });

  test('is nothing where the flags are no expressions', () => {
    expect(() => requestFilter(given('--accept-hosts=['))).toThrow(new ExpressionError('error parsing regexp: missing closing ]: `[`'));
  });
});

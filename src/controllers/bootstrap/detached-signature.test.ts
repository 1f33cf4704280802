import { expect, test } from 'vitest';
import { detachedSignature } from './detached-signature.ts';

test('a content is signed as the real controller signs it', () => {
  expect(detachedSignature('hello', { id: 'abcdef', secret: '0123456789abcdef' })).toBe('eyJhbGciOiJIUzI1NiIsImtpZCI6ImFiY2RlZiJ9..MxsnbCjBaYzcbNIFa06F-wuF9LX26rhMlrL4zA1511s');
});

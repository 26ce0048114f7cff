import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import { encryptPush, publicKeyOf, vapidHeader } from './web-push.ts';

// RFC 8291, appendix A
const example = {
  text: 'When I grow up, I want to be a watermelon',
  target: { endpoint: 'https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV', publicKey: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', authSecret: 'BTBZMqHH6r4Tts7J_aSIgg' },
  once: { salt: Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url'), privateKey: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw' },
  body: 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};

test('a message for a browser is encrypted as the example of the standard says', () => {
  assert.equal(encryptPush(example.text, example.target, example.once).toString('base64url'), example.body);
  assert.notEqual(encryptPush(example.text, example.target).toString('base64url'), example.body, 'each message has a key of its own');
});

test('the push service can check who sends, for its own address only', () => {
  const { privateKey } = example.once;
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(vapidHeader({ privateKey, subject: 'https://stadt.example' }, example.target.endpoint, new Date('2026-11-22T12:00:00Z'))) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  assert.deepEqual(JSON.parse(Buffer.from(claims, 'base64url').toString()), { aud: 'https://push.example.net', exp: 1795392000, sub: 'https://stadt.example' });
  assert.equal(key, publicKeyOf(privateKey));
  const point = Buffer.from(key, 'base64url');
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }, format: 'jwk' });
  assert.ok(verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')));
});

import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { expect, test } from 'vitest'
import { makeOwnCertificate } from './certificate.ts'

test('a certificate of localhost that verifies by itself', () => {
  const { cert, der } = makeOwnCertificate()
  const read = new X509Certificate(cert)
  expect(read.raw).toEqual(der)
  expect(read.verify(read.publicKey)).toBe(true)
  expect(read.checkHost('localhost')).toBe('localhost')
  expect(new Date(read.validTo).getTime()).toBeGreaterThan(Date.now())
})

// Lengths vary from one to the next: an error in the form of a few in a thousand would be a start that fails.
test('hundreds of them are taken by OpenSSL', () => {
  for (let count = 0; count < 500; count++) {
    const { cert, key } = makeOwnCertificate()
    expect(() => createSecureContext({ cert, key })).not.toThrow()
  }
})

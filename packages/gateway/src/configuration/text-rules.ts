import { isIP } from 'node:net'
import type { TextRule } from './setting.ts'

/** Labels of letters, digits and hyphens (RFC 1123 section 2.1). */
const HOST_NAME =
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/

export const address: TextRule = {
  allowed: 'an IP address or a host name',
  placeholder: 'ADDRESS',
  test: (text) => isIP(text) !== 0 || HOST_NAME.test(text),
}

export const origin: TextRule = {
  allowed: 'an origin of a web page, such as https://console.example.com',
  placeholder: 'ORIGIN',
  test: isOrigin,
}

export const baseUrl: TextRule = {
  allowed: 'an http or https URL without a path, such as https://gateway.example.com',
  placeholder: 'URL',
  test: isOrigin,
}

/** Exactly as browsers serialise it (RFC 6454 section 6.1): lower case, no path, no default port. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text
}

export const path: TextRule = {
  allowed: 'a path',
  placeholder: 'PATH',
  test: (text) => text !== '' && text.length <= 4096 && !text.includes('\0'),
}

export const region: TextRule = {
  allowed: 'the name of a region, such as us-east-1',
  placeholder: 'REGION',
  test: (text) => /^[a-z]{2}(-[a-z]{1,16}){1,3}-\d{1,2}$/.test(text),
}

export const accountId: TextRule = {
  allowed: 'twelve digits',
  placeholder: 'ID',
  test: (text) => /^\d{12}$/.test(text),
}

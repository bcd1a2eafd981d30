import { isIPv4 } from 'node:net'

/** The 4 or 16 bytes of an IP address, which must be one; a zone (`%eth0`) is of no meaning elsewhere and left out. */
export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  const [plain = ''] = address.split('%')
  // The URL parser writes it in groups of hexadecimal digits alone: no dotted tail.
  const groups = new URL(`http://[${plain}]`).hostname.slice(1, -1)
  const [head = '', tail] = groups.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const whole = [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16))
  return Buffer.from(whole.flatMap((group) => [group >> 8, group & 0xff]))
}

import { ListenError } from './listener.ts'

/** Why a port could not be opened, in one line that says what to do. */
export function listenErrorOf(cause: Error, host: string, port: number): ListenError {
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return new ListenError(`Cannot listen on ${place}: ${adviceFor(cause, host, port)}`, { cause })
}

function adviceFor(cause: Error, host: string, port: number): string {
  const code = 'code' in cause ? cause.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return 'another process uses this port. Stop it, or choose another port (0 takes any free one).'
    case 'EACCES':
      return `no permission to open port ${port}. Choose a port above 1023, or run with the right to open this one.`
    case 'EADDRNOTAVAIL':
      return `${host} is no address of this machine. Choose 127.0.0.1, 0.0.0.0 or one of its own addresses.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name ${host} does not resolve. Choose an address such as 127.0.0.1.`
    case 'EAFNOSUPPORT':
      return `this machine has no addresses of the kind of ${host}. Choose 127.0.0.1.`
    case 'ERR_SOCKET_BAD_PORT':
      return 'a port is a number from 0 to 65535.'
    default:
      return `${cause.message}.`
  }
}

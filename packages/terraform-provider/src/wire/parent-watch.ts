import type { Http2Server } from 'node:http2'

interface ParentWatch {
  /** How often to look, in any case. */
  readonly every?: number
  readonly parent?: () => number
}

const EVERY = 5000
/** How soon and how many times to look after a connection has closed. */
const SOON = 20
const LOOKS = 100

/**
 * go-plugin does not end us where Terraform is killed; we then belong to another parent. Its connection closes at
 * that moment, so that nobody need wait for the next look; but a connection that closes says nothing by itself:
 * grpc-go also closes one that was idle for long.
 */
export function watchParent(server: Http2Server, end: () => void, options: ParentWatch = {}): void {
  const { every = EVERY, parent = () => process.ppid } = options
  const own = parent()
  const look = () => parent() !== own && end()
  setInterval(look, every).unref()
  server.on('session', (session) => {
    session.on('close', () => {
      // The kernel closes the files of a process before it gives its children another parent.
      let looks = LOOKS
      const soon = setInterval(() => {
        look()
        if (--looks === 0) clearInterval(soon)
      }, SOON)
      soon.unref()
    })
  })
}

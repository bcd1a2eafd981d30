import { testConnectionFacts } from '../integrations/websocket/test-websocket-integration.ts'
import type { ConnectionFacts } from '../integrations/websocket/websocket-event.ts'
import type { WebSocketSession } from '../transport/websocket.ts'
import { Connection, type ConnectionEvents } from './connection.ts'

/** A session without a network: it keeps what was done to it. */
class FakeSession implements WebSocketSession {
  readonly done: string[] = []
  isOpen = true
  bufferedBytes = 0

  send(data: string | Uint8Array): void {
    this.done.push(`send ${typeof data === 'string' ? data : `${data.length} bytes`}`)
  }

  pause(): void {
    this.done.push('pause')
  }

  resume(): void {
    this.done.push('resume')
  }

  close(code: number, reason: string): void {
    this.done.push(`close ${code} ${reason}`)
    this.isOpen = false
  }

  drop(): void {
    this.done.push('drop')
  }
}

/** A connection on a `FakeSession`, with what it told. */
export function testConnection(
  facts: Partial<ConnectionFacts> = {},
  message: ConnectionEvents['message'] = () => Promise.resolve(),
) {
  const session = new FakeSession()
  const ends: unknown[] = []
  const ended: ConnectionEvents['ended'] = (_connection, disconnect) => void ends.push(disconnect)
  return { session, ends, connection: new Connection(testConnectionFacts(facts), session, { message, ended }) }
}

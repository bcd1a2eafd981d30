import type { SelectionBody } from '../../expression/evaluate-selection.ts'
import type { HeaderList } from '../../transport/http-message.ts'
import type { EventJournal } from './event-journal.ts'

/** What is known of a connection from its handshake on. */
export interface ConnectionFacts {
  readonly connectionId: string
  readonly apiId: string
  readonly stage: string
  /** Milliseconds since 1970. */
  readonly connectedAt: number
  /** Host and port, as the client called it. */
  readonly host: string
  readonly domainName: string
  readonly sourceIp: string
  readonly userAgent: string | undefined
  readonly secure: boolean
  /** Of the handshake; empty once it was accepted. */
  readonly headers: HeaderList
  /** Raw, without its `?`. Of the handshake, too. */
  readonly query: string
  /** What an authorizer told of the client: `$context.authorizer`. */
  readonly authorizer?: ReadonlyMap<string, string | number>
  /** What `$context.identity` has beside address and agent: of a signed handshake, and of an API key. */
  readonly identity?: ReadonlyMap<string, string>
}

/** What a route is called for: a handshake, a message, or the end of a connection. */
export interface WebSocketEvent {
  readonly type: 'CONNECT' | 'MESSAGE' | 'DISCONNECT'
  readonly connection: ConnectionFacts
  readonly routeKey: string
  readonly requestId: string
  /** Of messages alone. */
  readonly messageId: string | undefined
  /** Milliseconds since 1970. */
  readonly timeEpoch: number
  /** The message's text. */
  readonly body: string | undefined
  /** The same, for expressions: the one that selected the route, so that a message is parsed once. */
  readonly parsed?: SelectionBody | undefined
  /** Of the end of a connection. */
  readonly disconnect: { readonly code: number; readonly reason: string } | undefined
  readonly traceId: string
  /** Undefined where nobody asks for one. */
  readonly journal?: EventJournal | undefined
}

import { isDeeperThan } from '../aws-protocol/json-depth.ts'
import { invalidContent } from './lambda-errors.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Brackets in brackets. Beyond thousands, JSON.parse takes seconds, in which nothing else is answered. */
const DEEPEST = 1000

/** The event of an invocation: JSON text, which is `{}` where nothing was sent. Throws InvalidRequestContentException. */
export function eventOf(payload: Uint8Array): Uint8Array | string {
  if (payload.length === 0) return '{}'
  let text: string
  try {
    text = utf8.decode(payload)
  } catch {
    throw unparseable('Invalid UTF-8')
  }
  if (text.length > DEEPEST && isDeeperThan(text, DEEPEST)) throw unparseable(`it nests deeper than ${DEEPEST} levels`)
  try {
    JSON.parse(text)
  } catch (error) {
    throw unparseable(error instanceof Error ? error.message : 'not valid JSON')
  }
  return payload
}

function unparseable(reason: string) {
  return invalidContent(`Could not parse request body into json: Could not parse payload into json: ${reason}`)
}

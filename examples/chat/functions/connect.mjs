import { enter, tell } from './room.mjs'

// Before the handshake is answered: 200 lets the client in. It cannot be posted to yet.
export async function handler({ requestContext, queryStringParameters }) {
  const name = queryStringParameters?.name?.trim()
  if (!name || name.length > 20) return { statusCode: 400, body: 'Who are you? Add ?name=… to the URL.' }
  await enter(requestContext, name)
  await tell(requestContext, { joined: name }, requestContext.connectionId)
  return { statusCode: 200 }
}

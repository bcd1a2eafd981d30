import { nameOf, tell } from './room.mjs'

export async function handler({ requestContext, body }) {
  const { text } = JSON.parse(body)
  await tell(requestContext, { from: await nameOf(requestContext), text: String(text) })
  return { statusCode: 200 }
}

import { leave, nameOf, tell } from './room.mjs'

export async function handler({ requestContext }) {
  const name = await nameOf(requestContext)
  await leave(requestContext)
  await tell(requestContext, { left: name })
  return { statusCode: 200 }
}

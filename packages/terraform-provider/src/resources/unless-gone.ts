import { isNotFound } from '../aws/gateway-client.ts'

/** What a call answers; undefined where the API does not know (any more) what it is about. */
export async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

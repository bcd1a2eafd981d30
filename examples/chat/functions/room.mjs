// Who is in the room: a file for each connection, with the member's name in it. Functions have no memory in common; on this
// machine they have its disk. On AWS this is a DynamoDB table.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { post } from './connections.mjs'

const room = ({ apiId, stage }) => join(process.env.ROOM_DIRECTORY, apiId, stage)

export async function enter(context, name) {
  await mkdir(room(context), { recursive: true })
  await writeFile(join(room(context), context.connectionId), name)
}

export function leave(context, connectionId = context.connectionId) {
  return rm(join(room(context), connectionId), { force: true })
}

export function nameOf(context) {
  return readFile(join(room(context), context.connectionId), 'utf8')
}

/** To all in the room, but for one; those that are gone leave it. */
export async function tell(context, message, but) {
  const members = (await readdir(room(context))).filter((connectionId) => connectionId !== but)
  await Promise.all(
    members.map(async (connectionId) => {
      if (!(await post(context, connectionId, message))) await leave(context, connectionId)
    }),
  )
}

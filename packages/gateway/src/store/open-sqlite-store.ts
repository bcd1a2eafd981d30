import { claimDataDirectory } from './data-directory.ts'
import { reachableObjects } from './integrity.ts'
import { openDatabase } from './sqlite-database.ts'
import { SqliteStore } from './sqlite-store.ts'
import { startUpProblem } from './start-up-problem.ts'

/**
 * Opens the store of a data directory, which is made where there is none: takes it for this process, checks that all
 * that its refs reach is there and as it was written, and removes what they do not reach.
 * Throws StoreUnusable where it cannot; whatever it throws, it holds nothing afterwards.
 */
export async function openSqliteStore(directory: string): Promise<SqliteStore> {
  const release: (() => void)[] = []
  try {
    const unlock = claimDataDirectory(directory)
    release.push(unlock)
    const database = openDatabase(directory)
    release.unshift(() => database.close())
    const store = new SqliteStore(database, unlock)
    await store.removeObjectsExcept(await reachableObjects(store))
    return store
  } catch (error) {
    for (const step of release) step()
    throw startUpProblem(directory, error)
  }
}

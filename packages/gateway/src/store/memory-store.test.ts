import { MemoryStore } from './memory-store.ts'
import { describeStore } from './store-contract.ts'

describeStore('MemoryStore', false, async () => ({
  open: async () => new MemoryStore(),
  dispose: async () => undefined,
}))

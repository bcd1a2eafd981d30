import { speakTls } from './test-listener.ts'

// What holds for HTTP holds for HTTP in TLS: the same tests, by clients that speak TLS.
speakTls()
await import('./node-listener.test.ts')
await import('./node-listener-life.test.ts')
await import('./listener-bounds.test.ts')
await import('./request-smuggling.test.ts')
await import('./proxying.test.ts')

#!/usr/bin/env node
import { serveProvider } from './framework/serve-provider.ts'
import { provider } from './provider.ts'

process.exit(await serveProvider(provider, process.argv.slice(2), process.env))

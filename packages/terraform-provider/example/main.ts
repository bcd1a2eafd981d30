#!/usr/bin/env node
import { mkdirSync } from 'node:fs'
import { type Provider, serveProvider, text } from '@postern/terraform-provider'
import { note } from './note.ts'
import { noteData } from './note-data.ts'
import { Notebook } from './notebook.ts'

/** A whole provider, as small as one is: notes, kept as files of a directory. */
const provider: Provider<Notebook> = {
  address: 'example/notes',
  schema: { directory: text('required', { description: 'Where the notes lie.' }) },
  resources: [note],
  dataSources: [noteData],
  configure: ({ directory }) => {
    if (typeof directory !== 'string') throw new Error('the directory must be known when Terraform plans')
    mkdirSync(directory, { recursive: true })
    return new Notebook(directory)
  },
}

process.exit(await serveProvider(provider, process.argv.slice(2), process.env))

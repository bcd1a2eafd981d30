import { defineResource, text, textSet, wholeNumber } from '@postern/terraform-provider'
import type { Notebook } from './notebook.ts'

const schema = {
  // A change of it makes another note.
  title: text('required', { replace: true }),
  text: text('optional', { description: 'Nothing is an empty text.' }),
  mood: text('optional-computed', { oneOf: ['plain', 'urgent'] }),
  labels: textSet('optional'),
  id: text('computed'),
  revision: wholeNumber('computed', { volatile: true }),
}

/** Titles that are set in capitals are urgent. */
const moodOf = (title: string) => (title === title.toUpperCase() ? 'urgent' : 'plain')

export const note = defineResource<typeof schema, Notebook>({
  name: 'notes_note',
  schema,
  importId: ['id'],

  // At `terraform validate`: no call is made, and any value may be UNKNOWN yet.
  *check({ title }) {
    if (title !== '') return
    yield { severity: 'error', summary: 'Invalid title', detail: 'A note has a title.', path: ['title'] }
  },

  // What follows from the configuration is known in the plan already.
  derive: ({ mood, title }) => (mood === null && typeof title === 'string' ? { mood: moodOf(title) } : {}),

  async create(planned, notebook) {
    const { title, text, labels } = planned
    return { id: await notebook.add({ title, text: text ?? '', labels: labels ?? [] }) }
  },

  async read(state, notebook) {
    const found = state.id === null ? undefined : await notebook.find(state.id)
    // undefined: it is gone, and Terraform plans to make it anew.
    return found && { ...state, ...found, mood: state.mood ?? moodOf(found.title) }
  },

  async update(prior, planned, notebook) {
    await notebook.change(prior.id ?? '', { text: planned.text ?? '', labels: planned.labels ?? [] })
  },

  async delete({ id }, notebook) {
    if (id !== null) await notebook.remove(id)
  },
})

import { defineDataSource, ResourceError, text, textSet, wholeNumber } from '@postern/terraform-provider'
import type { Notebook } from './notebook.ts'

const schema = {
  id: text('required'),
  title: text('computed'),
  text: text('computed'),
  labels: textSet('computed'),
  revision: wholeNumber('computed'),
}

export const noteData = defineDataSource<typeof schema, Notebook>({
  name: 'notes_note',
  schema,
  async read({ id }, notebook) {
    const found = await notebook.find(id)
    if (found === undefined) throw new ResourceError('No such note', `There is no note ${id}.`, ['id'])
    return { id, ...found }
  },
})

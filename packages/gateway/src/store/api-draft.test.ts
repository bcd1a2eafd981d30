import { describe, expect, test } from 'vitest'
import { ApiDraft } from './api-draft.ts'
import { emptyMaps } from './api-snapshot.ts'
import type { IntegrationDocument } from './documents.ts'
import { definitionKinds, publicationKinds } from './documents.ts'

const integration = (IntegrationId: string): IntegrationDocument => ({ IntegrationId, IntegrationType: 'HTTP_PROXY' })

function draftOf(...ids: string[]): ApiDraft {
  const integrations = new Map(ids.map((id) => [id, integration(id)]))
  return new ApiDraft({
    api: { ApiId: 'a', Name: 'a', ProtocolType: 'HTTP', RouteSelectionExpression: '$request.method' },
    revision: 1,
    roots: { definition: '', publication: '' },
    ...emptyMaps(definitionKinds),
    ...emptyMaps(publicationKinds),
    integrations,
  })
}

describe('a draft', () => {
  test('without changes is its base', () => {
    const draft = draftOf('i', 'j')
    expect(draft.all('integrations')).toBe(draft.base.integrations)
    expect(draft.get('integrations', 'i')).toBe(draft.base.integrations.get('i'))
    expect(draft.changes('integrations').size).toBe(0)
    expect(draft.api).toBe(draft.base.api)
  })

  test('shows its changes to those who read it, and not in its base', () => {
    const draft = draftOf('i', 'j')
    const changed = { ...integration('i'), Description: 'changed' }
    draft.put('integrations', 'i', changed)
    draft.put('integrations', 'k', integration('k'))
    draft.remove('integrations', 'j')
    expect(draft.get('integrations', 'i')).toBe(changed)
    expect(draft.get('integrations', 'j')).toBeUndefined()
    expect([...draft.all('integrations').keys()].toSorted()).toEqual(['i', 'k'])
    expect([...draft.changes('integrations').keys()].toSorted()).toEqual(['i', 'j', 'k'])
    expect([...draft.base.integrations.keys()]).toEqual(['i', 'j'])
    expect(draft.all('routes').size).toBe(0)
  })

  test('takes back what it removed or made', () => {
    const draft = draftOf('i')
    draft.remove('integrations', 'i')
    draft.put('integrations', 'i', integration('i'))
    draft.put('integrations', 'j', integration('j'))
    draft.remove('integrations', 'j')
    expect(draft.all('integrations')).toEqual(draft.base.integrations)
  })

  test('copies a kind once between two changes, and leaves what it gave out as it was', () => {
    const draft = draftOf('i')
    draft.put('integrations', 'j', integration('j'))
    const given = draft.all('integrations')
    expect(draft.all('integrations')).toBe(given)
    draft.put('routes', 'r', { RouteId: 'r', RouteKey: '$default' })
    expect(draft.all('integrations')).toBe(given)
    draft.remove('integrations', 'i')
    expect([...given.keys()]).toEqual(['i', 'j'])
    expect([...draft.all('integrations').keys()]).toEqual(['j'])
  })

  test('counts the edits of each kind', () => {
    const draft = draftOf('i')
    draft.put('integrations', 'i', integration('i'))
    draft.remove('integrations', 'i')
    draft.put('stages', 's', { StageName: 's' })
    expect(draft.edits(['integrations'])).toBe(2)
    expect(draft.edits(['integrations', 'routes', 'stages'])).toBe(3)
    expect(draft.edits(definitionKinds)).toBe(2)
  })
})

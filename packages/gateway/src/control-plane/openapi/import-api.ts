import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { Documented } from '../../model/documented.ts'
import { partitionOf } from '../../model/partition.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import { definitionKinds } from '../../store/documents.ts'
import { checkApi, settleApi } from '../apis/api-rules.ts'
import { answeredApi, type MakeApi } from '../apis/make-api.ts'
import { changeApi } from '../change-api.ts'
import type { ControlPlane } from '../control-plane.ts'
import { basePathOf } from './base-path.ts'
import { checkDocument } from './check-document.ts'
import { isObject, listAt, type OpenApiObject, objectAt, textAt } from './document.ts'
import { importDefinition } from './import-definition.ts'
import { ImportMessages, importError } from './import-messages.ts'
import { parseDocument } from './parse-document.ts'
import { readCors } from './read-cors.ts'
import { readOperations } from './read-operations.ts'
import { booleanOf, creationInput } from './structure.ts'

interface Given {
  readonly Body: string
  readonly Basepath?: string | undefined
  readonly FailOnWarnings?: boolean | undefined
}

type Answer = Documented<sdk.ImportApiResponse>

/** ImportApi: an API as a document describes it, all of it or none. No stage is made (spec http-api.md 10). */
export async function importApi(plane: ControlPlane, makeApi: MakeApi, given: Given): Promise<Answer> {
  const document = await readDocument(plane, given.Body)
  const messages = new ImportMessages()
  const settings = readSettings(document, messages)
  if (settings.Name === '') throw importError('Unable to create API: info.title is missing')
  const Tags = readTags(document)
  const api = await makeApi({ ...settings, ...(Tags && { Tags }), ProtocolType: 'HTTP' }, (draft) =>
    fill(plane, draft, document, given, messages),
  )
  return { ...answeredApi(plane, api), ...messages.answer }
}

/**
 * ReimportApi: the document's routes, integrations and authorizers instead of all that there were, in one move. The
 * API's id, its stages and its tags stay.
 */
export async function reimportApi(plane: ControlPlane, apiId: string, given: Given): Promise<Answer> {
  const document = await readDocument(plane, given.Body)
  return changeApi(plane, apiId, async (draft) => {
    if (draft.api.ProtocolType !== 'HTTP') throw badRequest('Import is only supported for HTTP APIs')
    const messages = new ImportMessages()
    const { Name, DisableExecuteApiEndpoint, ...settings } = readSettings(document, messages)
    const old = draft.api
    const api = settleApi({
      ...old,
      ...settings,
      Name: Name === '' ? old.Name : Name,
      // Terraform has an argument for it, and would not set it again.
      DisableExecuteApiEndpoint: DisableExecuteApiEndpoint ?? old.DisableExecuteApiEndpoint,
    })
    checkApi(plane, api)
    draft.api = api
    for (const kind of definitionKinds) for (const id of draft.all(kind).keys()) draft.remove(kind, id)
    await fill(plane, draft, document, given, messages)
    return { ...answeredApi(plane, api), ...messages.answer }
  })
}

function readDocument(plane: ControlPlane, body: string): Promise<OpenApiObject> {
  const variables = new Map([
    ['AccountId', plane.accountId],
    ['Partition', partitionOf(plane.region)],
    ['Region', plane.region],
  ])
  return parseDocument(body.replaceAll(/\$\{AWS::(\w+)\}/g, (text, name: string) => variables.get(name) ?? text))
}

/** What a document says of the API itself. `Name` is empty where it gives none. */
function readSettings(document: OpenApiObject, messages: ImportMessages) {
  checkDocument(document, messages)
  const info = objectAt(document, 'info')
  const endpoints = [document, ...listAt(document, 'servers').filter(isObject)].map((place) =>
    booleanOf(objectAt(place, 'x-amazon-apigateway-endpoint-configuration').get('disableExecuteApiEndpoint')),
  )
  const title = textAt(info, 'title') ?? ''
  const { Description, Version, DisableExecuteApiEndpoint } = creationInput('CreateApi', {
    protocolType: 'HTTP',
    name: title === '' ? 'untitled' : title,
    description: textAt(info, 'description'),
    version: textAt(info, 'version'),
    disableExecuteApiEndpoint: endpoints.find((value) => value !== undefined),
  })
  const CorsConfiguration = readCors(document, messages)
  return { Name: title, Description, Version, DisableExecuteApiEndpoint, CorsConfiguration }
}

/** Tags of the document are those of the API; one without a value has an empty one. */
function readTags(document: OpenApiObject): Record<string, string> | undefined {
  const tags = listAt(document, 'tags')
    .filter(isObject)
    .flatMap((tag) => {
      const name = textAt(tag, 'name')
      return name === undefined ? [] : [[name, textAt(tag, 'x-amazon-apigateway-tag-value') ?? ''] as const]
    })
  return creationInput('CreateApi', { name: 'x', protocolType: 'HTTP', tags: Object.fromEntries(tags) }).Tags
}

async function fill(
  plane: ControlPlane,
  draft: ApiDraft,
  document: OpenApiObject,
  { Basepath, FailOnWarnings }: Given,
  messages: ImportMessages,
): Promise<void> {
  const operations = readOperations(document, basePathOf(document, Basepath), messages)
  await importDefinition({ plane, draft, document, messages }, operations)
  messages.end(FailOnWarnings)
}

import type { ApiDefinition } from '../../store/api-snapshot.ts'
import type { ApiDocument } from '../../store/documents.ts'
import { compact, unlessEmpty } from '../patch.ts'
import { CORS } from './read-cors.ts'
import { writePaths } from './write-paths.ts'
import { writeSecuritySchemes } from './write-security.ts'

export interface ExportOptions {
  /** The API's endpoint, without a stage. */
  readonly endpoint: string
  readonly tags: Readonly<Record<string, string>>
  readonly stage: string | undefined
  /** Whether AWS's own members, `x-amazon-apigateway-…`, are written. */
  readonly withExtensions: boolean
}

/** An API as an OpenAPI 3.0.1 document, its members in AWS's order. */
export function writeDocument(definition: ApiDefinition, options: ExportOptions): object {
  const { api } = definition
  const { withExtensions } = options
  const securitySchemes = unlessEmpty(writeSecuritySchemes(definition, withExtensions))
  const cors = unlessEmpty(api.CorsConfiguration)
  return compact({
    openapi: '3.0.1',
    info: infoOf(api),
    servers: [serverOf(api, options)],
    tags: unlessEmpty(tagsOf(options)),
    paths: writePaths(definition, withExtensions),
    components: securitySchemes && { securitySchemes },
    [CORS]: withExtensions && cors !== undefined ? corsOf(cors) : undefined,
    'x-amazon-apigateway-importexport-version': withExtensions ? '1.0' : undefined,
  })
}

/** OpenAPI wants a version; AWS writes the date of an API that has none. */
function infoOf({ Name, Description, Version, CreatedDate = '' }: ApiDocument): object {
  const date = CreatedDate.replace('T', ' ').replace(/Z$/, 'UTC')
  return { title: Name ?? '', ...(Description && { description: Description }), version: Version ?? date }
}

function serverOf({ DisableExecuteApiEndpoint }: ApiDocument, { endpoint, stage = '', withExtensions }: ExportOptions) {
  return {
    url: `${endpoint}/{basePath}`,
    variables: { basePath: { default: stage === '$default' ? '' : stage } },
    ...(withExtensions &&
      DisableExecuteApiEndpoint === true && {
        'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
      }),
  }
}

function tagsOf({ tags, withExtensions }: ExportOptions): object[] {
  return Object.entries(tags).map(([name, value]) =>
    withExtensions ? { name, 'x-amazon-apigateway-tag-value': value } : { name },
  )
}

function corsOf(cors: NonNullable<ApiDocument['CorsConfiguration']>): object {
  return compact({
    allowMethods: cors.AllowMethods,
    allowHeaders: cors.AllowHeaders,
    exposeHeaders: cors.ExposeHeaders,
    maxAge: cors.MaxAge,
    allowCredentials: cors.AllowCredentials,
    allowOrigins: cors.AllowOrigins,
  })
}

import type { MakeApi } from '../apis/make-api.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'

type Operation = 'ExportApi' | 'ImportApi' | 'ReimportApi'

/** OpenAPI documents (spec control-plane.md 4.14). What reads and writes them is loaded when it is first needed. */
export function openApiHandlers(plane: ControlPlane, makeApi: MakeApi): Pick<ApiGatewayHandlers, Operation> {
  return {
    async ExportApi(input) {
      const { exportApi } = await import('./export-api.ts')
      return { body: await exportApi(plane, input) }
    },

    async ImportApi(input) {
      const { importApi } = await import('./import-api.ts')
      return importApi(plane, makeApi, input)
    },

    async ReimportApi({ ApiId, ...input }) {
      const { reimportApi } = await import('./import-api.ts')
      return reimportApi(plane, ApiId, input)
    },
  }
}

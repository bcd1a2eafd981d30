import { ServiceError } from '../aws-protocol/service-error.ts'
import { runtimeArn } from './configuration-view.ts'
import { findFunction, findVersion } from './find-function.ts'
import { functionArn } from './lambda-arn.ts'
import { resourceNotFound } from './lambda-errors.ts'
import type { LambdaHandlers, LambdaPlane } from './lambda-plane.ts'

type Operation =
  | 'GetFunctionCodeSigningConfig'
  | 'GetFunctionEventInvokeConfig'
  | 'GetFunctionRecursionConfig'
  | 'GetFunctionUrlConfig'
  | 'GetProvisionedConcurrencyConfig'
  | 'GetRuntimeManagementConfig'
  | 'ListFunctionEventInvokeConfigs'
  | 'ListFunctionUrlConfigs'
  | 'ListProvisionedConcurrencyConfigs'

/** Settings that no function here can have: clients that read them learn so, in AWS's words. */
export function absentHandlers(plane: LambdaPlane): Pick<LambdaHandlers, Operation> {
  return {
    // Terraform reads this of every function.
    async GetFunctionCodeSigningConfig({ FunctionName }) {
      const { name } = findFunction(plane, FunctionName)
      return { CodeSigningConfigArn: '', FunctionName: name }
    },

    async GetFunctionEventInvokeConfig({ FunctionName, Qualifier }) {
      const { name, qualifier } = findFunction(plane, FunctionName, Qualifier)
      const arn = functionArn(plane, name, qualifier ?? '$LATEST')
      throw resourceNotFound(`The function ${arn} doesn't have an EventInvokeConfig`)
    },

    async ListFunctionEventInvokeConfigs({ FunctionName }) {
      findFunction(plane, FunctionName)
      return { FunctionEventInvokeConfigs: [] }
    },

    async GetFunctionUrlConfig({ FunctionName, Qualifier }) {
      findFunction(plane, FunctionName, Qualifier)
      throw resourceNotFound('The resource you requested does not exist.')
    },

    async ListFunctionUrlConfigs({ FunctionName }) {
      findFunction(plane, FunctionName)
      return { FunctionUrlConfigs: [] }
    },

    async GetProvisionedConcurrencyConfig({ FunctionName, Qualifier }) {
      findFunction(plane, FunctionName, Qualifier)
      const message = 'No Provisioned Concurrency Config found for this function'
      throw new ServiceError('ProvisionedConcurrencyConfigNotFoundException', 404, message)
    },

    async ListProvisionedConcurrencyConfigs({ FunctionName }) {
      findFunction(plane, FunctionName)
      return { ProvisionedConcurrencyConfigs: [] }
    },

    async GetRuntimeManagementConfig({ FunctionName, Qualifier }) {
      const { name, qualifier, version } = findVersion(plane, FunctionName, Qualifier)
      return {
        UpdateRuntimeOn: 'Auto',
        FunctionArn: functionArn(plane, name, qualifier ?? '$LATEST'),
        RuntimeVersionArn: runtimeArn(plane, version.Settings.Runtime),
      }
    },

    async GetFunctionRecursionConfig({ FunctionName }) {
      findFunction(plane, FunctionName)
      return { RecursiveLoop: 'Terminate' }
    },
  }
}

import { ServiceError } from '../aws-protocol/service-error.ts'

/** IAM's refusals: codes and statuses of its API reference, texts as it answers. */

function noSuchEntity(message: string): ServiceError {
  return new ServiceError('NoSuchEntity', 404, message)
}

export function noSuchRole(name: string): ServiceError {
  return noSuchEntity(`The role with name ${name} cannot be found.`)
}

export function noSuchUser(name: string): ServiceError {
  return noSuchEntity(`The user with name ${name} cannot be found.`)
}

export function noSuchRolePolicy(name: string): ServiceError {
  return noSuchEntity(`The role policy with name ${name} cannot be found.`)
}

export function noSuchPolicy(arn: string): ServiceError {
  return noSuchEntity(`Policy ${arn} was not found.`)
}

export function notAttachable(arn: string): ServiceError {
  return noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
}

export function noSuchVersion(arn: string, version: string): ServiceError {
  return noSuchEntity(`Policy ${arn} version ${version} does not exist or is not attachable.`)
}

export function alreadyExists(message: string): ServiceError {
  return new ServiceError('EntityAlreadyExists', 409, message)
}

export function deleteConflict(message: string): ServiceError {
  return new ServiceError('DeleteConflict', 409, message)
}

export function limitExceeded(message: string): ServiceError {
  return new ServiceError('LimitExceeded', 409, message)
}

export function overQuota(quota: string, most: number): ServiceError {
  return limitExceeded(`Cannot exceed quota for ${quota}: ${most}`)
}

export function invalidInput(message: string): ServiceError {
  return new ServiceError('InvalidInput', 400, message)
}

export function malformedPolicy(message: string): ServiceError {
  return new ServiceError('MalformedPolicyDocument', 400, message)
}

export function accessDenied(caller: string, action: string, resource: string): ServiceError {
  return new ServiceError(
    'AccessDenied',
    403,
    `User: ${caller} is not authorized to perform: ${action} on resource: ${resource}`,
  )
}

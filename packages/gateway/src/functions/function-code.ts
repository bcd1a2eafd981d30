import { ServiceError } from '../aws-protocol/service-error.ts'
import type { VersionDocument } from '../store/function-document.ts'
import { accountLimits } from './account-limits.ts'
import { invalidParameter, notServed } from './lambda-errors.ts'
import type { LambdaPlane } from './lambda-plane.ts'
import { checkPackage } from './packages/check-package.ts'
import { PackageError } from './packages/package-error.ts'

/** Where a caller says that the package is. */
export interface AskedCode {
  readonly ZipFile?: Uint8Array | undefined
  readonly S3Bucket?: string | undefined
  readonly S3Key?: string | undefined
  readonly S3ObjectVersion?: string | undefined
  readonly ImageUri?: string | undefined
}

/** The package that a caller gives or names, checked. Throws ServiceError. */
export async function givenPackage(
  plane: LambdaPlane,
  asked: AskedCode,
  operation: 'CreateFunction' | 'UpdateFunctionCode',
): Promise<Uint8Array> {
  const zip = await packageBytes(plane, asked, operation)
  try {
    await checkPackage(zip, operation)
  } catch (error) {
    if (!(error instanceof PackageError)) throw error
    const status = error.code === 'RequestEntityTooLargeException' ? 413 : 400
    throw new ServiceError(error.code, status, error.message)
  }
  return zip
}

/** Keeps a package. Throws CodeStorageExceededException where there is no room for it. */
export async function storePackage(plane: LambdaPlane, zip: Uint8Array): Promise<VersionDocument['Code']> {
  const used = plane.table.list().reduce((sum, { versions }) => sum + codeBytes(versions.values()), 0)
  if (used + zip.length > accountLimits.TotalCodeSize) {
    throw new ServiceError('CodeStorageExceededException', 400, 'Code storage limit exceeded.')
  }
  return { Hash: await plane.store.writeObject(zip), Size: zip.length }
}

/** The sum of the packages of versions: each counts, as on AWS. */
export function codeBytes(versions: Iterable<VersionDocument>): number {
  let sum = 0
  for (const { Code } of versions) sum += Code.Size
  return sum
}

async function packageBytes(plane: LambdaPlane, asked: AskedCode, operation: string): Promise<Uint8Array> {
  const { ZipFile, S3Bucket, S3Key, S3ObjectVersion, ImageUri } = asked
  if (ImageUri !== undefined) {
    throw operation === 'UpdateFunctionCode'
      ? invalidParameter("Please don't provide ImageUri when updating a function with packageType Zip.")
      : notServed('Functions of container images cannot be run: give a zip (PackageType Zip).')
  }
  if (ZipFile !== undefined && (S3Bucket !== undefined || S3Key !== undefined)) {
    throw invalidParameter('Please do not provide other FunctionCode parameters when providing a ZipFile.')
  }
  if (ZipFile !== undefined) return ZipFile
  if (S3Bucket === undefined && S3Key === undefined)
    throw invalidParameter('Please provide a source for function code.')
  if (S3Bucket === undefined || S3Key === undefined) {
    throw invalidParameter('Please provide both S3Bucket and S3Key.')
  }
  if (plane.readS3Object === undefined) {
    throw notServed(
      'No S3 is configured to read packages from: give the zip itself (ZipFile; in Terraform `filename` instead of `s3_bucket`), or start Postern with AWS_ENDPOINT_URL_S3.',
    )
  }
  return plane.readS3Object({ bucket: S3Bucket, key: S3Key, version: S3ObjectVersion }, accountLimits.CodeSizeZipped)
}

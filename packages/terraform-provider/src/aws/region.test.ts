import { expect, test } from 'vitest'
import { checkRegion, isRegion, partitionOf } from './region.ts'

test.each([
  ['us-east-1', 'aws'],
  ['ap-southeast-7', 'aws'],
  ['mx-central-1', 'aws'],
  ['cn-northwest-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eusc-de-east-1', 'aws-eusc'],
])('%s is a region of %s', (region, partition) => {
  expect(isRegion(region)).toBe(true)
  expect(partitionOf(region)).toBe(partition)
  expect(() => checkRegion(region, false)).not.toThrow()
})

test.each(['', 'us-mars-1', 'us-east', 'us-east-1a', 'useast1', 'US-EAST-1', 'local'])('%j is none', (region) => {
  expect(isRegion(region)).toBe(false)
  expect(() => checkRegion(region, false)).toThrow(/skip_region_validation/)
  expect(() => checkRegion(region, true)).not.toThrow()
  // What skip_region_validation lets through is of the partition that most are.
  expect(partitionOf(region)).toBe('aws')
})

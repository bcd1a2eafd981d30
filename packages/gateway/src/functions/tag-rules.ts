import { invalidParameter } from './lambda-errors.ts'

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
const MOST_TAGS = 50
const LONGEST_KEY = 128

/** Throws where tags, as a function would have them, break the rules. Values are bounded by lambda-constraints.ts. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const keys = Object.keys(tags)
  if (keys.length > MOST_TAGS) throw invalidParameter('Number of tags exceeds resource tag limit.')
  for (const key of keys) {
    if (key.length === 0 || key.length > LONGEST_KEY) {
      throw invalidParameter(`Tag keys must have 1 to ${LONGEST_KEY} characters.`)
    }
    if (key.toLowerCase().startsWith('aws:')) throw invalidParameter(`Tag keys must not start with aws: (${key}).`)
  }
}

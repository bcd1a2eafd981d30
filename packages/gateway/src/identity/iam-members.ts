import { flag, integer, list, structure, text } from '../aws-protocol/query-protocol-input.ts'

/** Members that IAM's inputs share, with the constraints of its API reference. */

export const roleName = text({ length: [1, 64], pattern: /[\w+=,.@-]+/ })
export const policyName = text({ length: [1, 128], pattern: /[\w+=,.@-]+/ })
export const userName = text({ length: [1, 128], pattern: /[\w+=,.@-]+/ })
export const path = text({
  length: [1, 512],
  pattern: /\/|\/[\x21-\x7e]+\//,
  spelled: '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)',
})
export const pathPrefix = text({
  length: [1, 512],
  pattern: /\/[\x21-\x7f]*/,
  spelled: '\\u002F[\\u0021-\\u007F]*',
})
/** Of policies. The API reference has `((/[A-Za-z0-9\.,\+@=_-]+)*)/`. */
export const policyPath = text({
  length: [1, 512],
  pattern: /\/(?:[\w.,+@=-]+\/)*/,
  spelled: '((/[A-Za-z0-9\\.,\\+@=_-]+)*)/',
})
export const policyDocument = text({
  length: [1, 131_072],
  pattern: /[\t\n\r\x20-\xff]+/,
  spelled: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
})
export const roleDescription = text({
  length: [0, 1000],
  pattern: /[\t\n\r\x20-\x7e\xa1-\xff]*/,
  spelled: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*',
})
export const policyDescription = text({ length: [0, 1000] })
export const maxSessionDuration = integer(3600, 43_200)
export const arn = text({ length: [20, 2048] })
export const versionId = text({ length: [1, 64], pattern: /v[1-9][0-9]*(\.[A-Za-z0-9-]*)?/ })
export const boolean = flag()

const TAG = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]'
const tagKey = text({ length: [1, 128], pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]+/u, spelled: `${TAG}+` })
const tagValue = text({ length: [0, 256], pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]*/u, spelled: `${TAG}*` })
export const tags = list(structure({ Key: tagKey, Value: tagValue }, 'Key', 'Value'), 50)
export const tagKeys = list(tagKey, 50)

export const paging = {
  Marker: text({ length: [1, 320], pattern: /[\x20-\xff]+/, spelled: '[\\u0020-\\u00FF]+' }),
  MaxItems: integer(1, 1000),
}

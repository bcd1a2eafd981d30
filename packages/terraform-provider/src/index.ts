/** What authors of providers write with; README.md, "For authors of providers", says how. */
export { UNKNOWN, type Unknown } from './conversion/value.ts'
export { type DataSourceDefinition, defineDataSource } from './framework/data-source.ts'
export { type AttributePath, type Diagnostic, ResourceError } from './framework/diagnostics.ts'
export type { Provider } from './framework/provider.ts'
export { defineResource, type ResourceDefinition } from './framework/resource.ts'
export {
  type Config,
  computedList,
  listBlock,
  realNumber,
  type Schema,
  type State,
  setBlock,
  singleBlock,
  text,
  textList,
  textMap,
  textSet,
  truth,
  wholeNumber,
} from './framework/schema.ts'
export { serveProvider } from './framework/serve-provider.ts'

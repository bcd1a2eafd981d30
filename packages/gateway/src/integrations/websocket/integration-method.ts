import type { IntegrationDocument } from '../../store/documents.ts'

/** The method of an integration's requests. A message has none of its own that ANY could stand for. */
export function methodOf({ IntegrationMethod: method }: IntegrationDocument): string {
  return method === undefined || method === 'ANY' ? 'POST' : method
}

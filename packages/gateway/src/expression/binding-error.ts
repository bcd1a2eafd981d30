/**
 * A method of a template's bindings cannot do what the template asks, and the rendering ends. The message is one line for
 * who wrote the template: it names the method, and repeats nothing of the message.
 */
export class BindingError extends Error {
  override readonly name = 'BindingError'
}

/** What `$x.class` gives: names, and nothing that could be reached by it. */
export class JavaClass {
  /** With the package: `java.util.ArrayList`. */
  readonly className: string

  constructor(className: string) {
    this.className = className
  }

  get simpleName(): string {
    return this.className.slice(Math.max(this.className.lastIndexOf('.'), this.className.lastIndexOf('$')) + 1)
  }

  toString(): string {
    return `class ${this.className}`
  }
}

/**
 * What the bundle does first: on a Node that is too old it says so and ends, where an error of syntax or a missing
 * function would tell its user nothing. Terraform keeps standard error to its log, but shows what a provider writes to
 * standard output in place of the handshake: so it goes there, too.
 */
export function refusalOfOldNode(oldest: number): string {
  const text = `This Terraform provider needs Node ${oldest} or newer. The node on the PATH is v`
  return `
if (Number(process.versions.node.split('.')[0]) < ${oldest}) {
  const refusal = ${JSON.stringify(text)} + process.versions.node + '.\\n';
  process.stderr.write(refusal);
  if (process.env.TF_PLUGIN_MAGIC_COOKIE) process.stdout.write(refusal);
  process.exit(1);
}`.trim()
}

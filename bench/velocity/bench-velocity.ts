import { benchRates, type RateResult } from './bench-rates.ts'
import { benchScaling, type ScalingResult } from './bench-scaling.ts'

export interface VelocityResult extends ScalingResult {
  readonly peers: readonly RateResult[]
}

/** Templates: our engine beside Apache Velocity and others. */
export async function benchVelocity(): Promise<VelocityResult> {
  return { ...benchScaling(), peers: await benchRates() }
}

/** The lines that `npm run bench` prints. */
export function velocityLines({ peers, compile, linearity }: VelocityResult): string {
  return [
    'Mapping template of 40 lines, compiled once: 3 #foreach, 4 #if, 7 calls of $util.escapeJavaScript',
    '| | renders/s | this engine is | CPU µs per render | output |',
    '|---|---:|---:|---:|---|',
    ...peers.map(
      ({ name, rate, ratio, cpu, output }) =>
        `| ${[name, rate, ratio.toFixed(2), cpu.toFixed(1), output].join(' | ')} |`,
    ),
    '',
    `Compiling 32 KB: ${compile.median.toFixed(2)} ms; the first time in a process ${compile.first.toFixed(1)} ms`,
    '',
    '| µs for one of n | n = 1 | n = 10 | n = 100 |',
    '|---|---:|---:|---:|',
    ...(['compile', 'template', 'input'] as const).map((key) => {
      const names = {
        compile: 'compile n templates in one',
        template: 'render n templates in one',
        input: 'render n times the input',
      }
      return `| ${names[key]} | ${linearity.map((one) => (1000 * one[key]).toFixed(2)).join(' | ')} |`
    }),
  ].join('\n')
}

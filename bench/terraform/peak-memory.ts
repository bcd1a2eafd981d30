import { readdirSync, readFileSync } from 'node:fs'

const INTERVAL = 10

/**
 * Runs the work, and answers with it how many MiB the largest of the providers held that Terraform, a child of this
 * process, started meanwhile. The kernel keeps the mark (VmHWM); what a process reaches in its last 10 ms is missed.
 */
export async function withPeakMemory<T>(work: () => Promise<T>): Promise<{ value: T; peak: number }> {
  let peak = 0
  const look = () => {
    const terraforms = childrenOf(process.pid).filter((pid) => statusOf(pid, 'Name') === 'terraform')
    for (const pid of terraforms.flatMap(childrenOf)) {
      // Between fork and exec a child still is Terraform, with Terraform's memory.
      if (statusOf(pid, 'Name') === 'terraform') continue
      peak = Math.max(peak, Number.parseInt(statusOf(pid, 'VmHWM') ?? '0', 10) / 1024)
    }
  }
  const timer = setInterval(look, INTERVAL)
  try {
    const value = await work()
    return { value, peak }
  } finally {
    clearInterval(timer)
  }
}

/** Of all threads: Go starts a child from whichever it happens to run on. */
function childrenOf(pid: number): number[] {
  return (
    tried(() =>
      readdirSync(`/proc/${pid}/task`).flatMap((task) =>
        readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
      ),
    ) ?? []
  )
}

/** A line of proc(5)'s status. */
function statusOf(pid: number, name: string): string | undefined {
  const text = tried(() => readFileSync(`/proc/${pid}/status`, 'utf8'))
  return new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(text ?? '')?.[1]
}

/** undefined where the process ended while it was looked at. */
function tried<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cores, findProgram, freePort, type Running, start } from './process.ts'

const program = findProgram('nginx')

export const hasNginx = program !== undefined

/** nginx with one worker in the foreground, its server block made of `location`. */
export async function startNginx(cores: Cores, location: string, upstream = ''): Promise<Running & { port: number }> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-nginx-'))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  const port = await freePort()
  const file = join(directory, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${directory}/pid; error_log ${directory}/error.log;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000000;
  client_body_temp_path ${directory}/a; proxy_temp_path ${directory}/b; fastcgi_temp_path ${directory}/c;
  uwsgi_temp_path ${directory}/d; scgi_temp_path ${directory}/e;
  ${upstream}
  server { listen 127.0.0.1:${port}; location / { ${location} } }
}
`,
  )
  const running = await start(cores, [program ?? 'nginx', '-c', file], port)
  return Object.assign(running, { port })
}

/** proxy_pass over kept-alive connections: HTTP/1.1, as Postern speaks to its upstreams. */
export function startNginxProxy(cores: Cores, upstreamPort: number): Promise<Running & { port: number }> {
  return startNginx(
    cores,
    'proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection "";',
    `upstream backend { server 127.0.0.1:${upstreamPort}; keepalive 64; keepalive_requests 1000000000; }`,
  )
}

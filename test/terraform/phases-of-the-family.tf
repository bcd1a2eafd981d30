# The modules of phases/ that hold aws_apigatewayv2_* resources alone, for a provider that has no others.

variable "phase" {
  type    = number
  default = 1
}

module "http" {
  source = "./http"
  phase  = var.phase
}

module "websocket" {
  source = "./websocket"
  phase  = var.phase
}

module "domains" {
  source = "./domains"
  phase  = var.phase
}

module "quick" {
  source = "./quick-create"
}

locals {
  imports = {
    http      = module.http.imports
    websocket = module.websocket.imports
    domains   = module.domains.imports
  }
}

output "imports" {
  value = merge([for name, ids in local.imports : { for to, id in ids : "module.${name}.${to}" => id }]...)
}

output "quick" {
  value = { found = module.quick.found, endpoint = module.quick.endpoint }
}

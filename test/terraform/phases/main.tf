# All that goes through three phases, as modules of one project: each command costs as much as the provider needs to
# check its own thousand resources, whatever the project holds.

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

module "iam" {
  source = "./iam"
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
    iam       = module.iam.imports
  }
}

output "imports" {
  value = merge([for name, ids in local.imports : { for to, id in ids : "module.${name}.${to}" => id }]...)
}

output "iam" {
  value = { found = module.iam.found, known = module.iam.known }
}

output "quick" {
  value = { found = module.quick.found, endpoint = module.quick.endpoint }
}

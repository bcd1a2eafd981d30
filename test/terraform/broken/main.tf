terraform {
  required_providers {
    broken = {
      source = "example/broken"
    }
  }
}

variable "name" {
  type    = string
  default = "a"
}

variable "note" {
  type    = string
  default = null
}

resource "broken_thing" "it" {
  name = var.name
  note = var.note

  part {
    key = "k"
  }
}

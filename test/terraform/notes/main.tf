terraform {
  required_providers {
    notes = {
      source = "example/notes"
    }
  }
}

variable "directory" {
  type = string
}

variable "text" {
  type    = string
  default = "for terraform"
}

provider "notes" {
  directory = var.directory
}

resource "notes_note" "first" {
  title  = "READ ME"
  text   = var.text
  labels = ["b", "a"]
}

data "notes_note" "first" {
  id = notes_note.first.id
}

output "found" {
  value = "${data.notes_note.first.title}: ${data.notes_note.first.text}, ${notes_note.first.mood}, revision ${data.notes_note.first.revision}"
}

output "id" {
  value = notes_note.first.id
}

variable "postern_url" {
  description = "Where Postern listens."
  type        = string
  default     = "http://localhost:4566"
}

# Postern on loopback takes any key, unless it was given credentials.
variable "access_key" {
  type    = string
  default = "postern"
}

variable "secret_key" {
  type      = string
  default   = "postern"
  sensitive = true
}

variable "room_directory" {
  description = "Where the functions keep who is in the room."
  type        = string
  default     = "/tmp/postern-chat"
}

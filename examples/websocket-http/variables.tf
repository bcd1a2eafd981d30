variable "postern_url" {
  description = "Where Postern listens."
  type        = string
  default     = "http://localhost:4566"
}

variable "backend_url" {
  description = "The web service to put behind the API, without a slash at its end."
  type        = string
  default     = "http://127.0.0.1:8080"
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

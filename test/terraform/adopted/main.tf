# Nothing but import blocks, which the test writes: Terraform generates the configuration.

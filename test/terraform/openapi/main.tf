# An API that a document describes, another one after it, and one that must not be taken.

variable "phase" {
  type    = number
  default = 1
}

variable "backend" {
  type    = string
  default = "https://example.com"
}

locals {
  integration = {
    type                 = "http_proxy"
    httpMethod           = "GET"
    payloadFormatVersion = "1.0"
    uri                  = "${var.backend}/{proxy}"
  }

  # As Terraform's own acceptance tests have it: a version that is a number, and CORS beside the document.
  # Terraform compares name, version and description with its arguments, as it says: both must say the same.
  first = <<-YAML
    ---
    openapi: 3.0.1
    info:
      title: openapi
      version: 2.0
    paths:
      "/pets/{proxy+}":
        parameters:
          - {name: proxy, in: path, required: true, schema: {type: string}}
        get:
          responses: {}
          x-amazon-apigateway-integration:
            type: HTTP_PROXY
            httpMethod: GET
            payloadFormatVersion: 1.0
            uri: ${var.backend}/{proxy}
  YAML

  second = jsonencode({
    openapi = "3.0.1"
    info    = { title = "openapi", version = "3.0", description = "another" }
    paths = {
      "/cats/{proxy+}" = {
        parameters = [{ name = "proxy+", in = "path", required = true, schema = { type = "string" } }]
        get        = { responses = {}, x-amazon-apigateway-integration = local.integration }
        post = {
          responses                       = {}
          security                        = [{ jwt = ["write"] }]
          x-amazon-apigateway-integration = local.integration
        }
      }
    }
    components = {
      securitySchemes = {
        jwt = {
          type = "oauth2"
          x-amazon-apigateway-authorizer = {
            type             = "jwt"
            identitySource   = "$request.header.Authorization"
            jwtConfiguration = { issuer = "https://issuer.example", audience = ["a"] }
          }
        }
      }
    }
    x-amazon-apigateway-cors = { allowOrigins = ["https://example.com"] }
  })

  broken = jsonencode({
    openapi = "3.0.1"
    info    = { title = "broken", version = "4.0" }
    paths = {
      "/update" = {
        get = {
          x-amazon-apigateway-integration = local.integration
          responses = {
            "200" = {
              description = "d"
              content = {
                "application/json" = { schema = { "$ref" = "#/components/schemas/ModelThatDoesNotExist" } }
              }
            }
          }
        }
      }
    }
  })
}

resource "aws_apigatewayv2_api" "this" {
  name             = "openapi"
  protocol_type    = "HTTP"
  body             = [local.first, local.second, local.broken][var.phase - 1]
  fail_on_warnings = true
  version          = ["2.0", "3.0", "3.0"][var.phase - 1]
  description      = [null, "another", "another"][var.phase - 1]
  tags             = { team = "blue" }

  # The same of CORS.
  cors_configuration {
    allow_origins = var.phase == 1 ? ["https://first.example"] : ["https://example.com"]
  }
}

resource "aws_apigatewayv2_api" "lenient" {
  name          = "broken"
  version       = "4.0"
  protocol_type = "HTTP"
  body          = local.broken
}

resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true
}

# An export depends on the stage, and so on the API: a document that changes is read after it has changed.
data "aws_apigatewayv2_export" "json" {
  api_id        = aws_apigatewayv2_api.this.id
  specification = "OAS30"
  output_type   = "JSON"
  depends_on    = [aws_apigatewayv2_stage.this, aws_apigatewayv2_api.this]
}

data "aws_apigatewayv2_export" "stage" {
  api_id             = aws_apigatewayv2_api.this.id
  specification      = "OAS30"
  output_type        = "YAML"
  stage_name         = aws_apigatewayv2_stage.this.name
  export_version     = "1.0"
  include_extensions = true
  depends_on         = [aws_apigatewayv2_api.this]
}

output "api" {
  value = aws_apigatewayv2_api.this.id
}

output "lenient" {
  value = aws_apigatewayv2_api.lenient.id
}

output "json" {
  value = jsondecode(data.aws_apigatewayv2_export.json.body)
}

output "stage" {
  value = yamldecode(data.aws_apigatewayv2_export.stage.body)
}

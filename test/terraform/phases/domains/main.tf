# Custom domain names and their mappings, in three phases: made, each argument changed, every optional one taken away.
variable "phase" {
  type    = number
  default = 1
}

locals {
  first  = var.phase == 1
  second = var.phase == 2
  bare   = var.phase == 3
}

resource "aws_apigatewayv2_domain_name" "http" {
  domain_name = "api.shop.localhost"
  tags        = local.bare ? {} : local.first ? { a = "1", b = "1" } : { b = "2", c = "2" }

  domain_name_configuration {
    certificate_arn                        = "arn:aws:acm:us-east-1:123456789012:certificate/${local.first ? "first" : "second"}"
    endpoint_type                          = "REGIONAL"
    security_policy                        = "TLS_1_2"
    ip_address_type                        = local.second ? "dualstack" : "ipv4"
    ownership_verification_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/owned"
  }

  dynamic "mutual_tls_authentication" {
    for_each = local.bare ? [] : [1]
    content {
      truststore_uri     = local.first ? "s3://bucket/first.pem" : "s3://bucket/second.pem"
      truststore_version = local.first ? null : "2"
    }
  }
}

resource "aws_apigatewayv2_domain_name" "websocket" {
  domain_name = "*.chat.localhost"

  domain_name_configuration {
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/chat"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api" "http" {
  name          = "mapped"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "http" {
  for_each = toset(["one", "two"])
  api_id   = aws_apigatewayv2_api.http.id
  name     = each.key
}

resource "aws_apigatewayv2_api" "websocket" {
  name                       = "mapped-chat"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

resource "aws_apigatewayv2_stage" "websocket" {
  api_id = aws_apigatewayv2_api.websocket.id
  name   = "prod"
}

resource "aws_apigatewayv2_api_mapping" "http" {
  api_id          = aws_apigatewayv2_api.http.id
  domain_name     = aws_apigatewayv2_domain_name.http.id
  stage           = aws_apigatewayv2_stage.http[local.second ? "two" : "one"].id
  api_mapping_key = local.bare ? null : local.first ? "v1" : "v2/pets"
}

resource "aws_apigatewayv2_api_mapping" "websocket" {
  api_id      = aws_apigatewayv2_api.websocket.id
  domain_name = aws_apigatewayv2_domain_name.websocket.id
  stage       = aws_apigatewayv2_stage.websocket.id
}

output "imports" {
  value = {
    "aws_apigatewayv2_domain_name.http"      = aws_apigatewayv2_domain_name.http.id
    "aws_apigatewayv2_domain_name.websocket" = aws_apigatewayv2_domain_name.websocket.id
    "aws_apigatewayv2_api.http"              = aws_apigatewayv2_api.http.id
    "aws_apigatewayv2_api.websocket"         = aws_apigatewayv2_api.websocket.id
    "aws_apigatewayv2_stage.http[\"one\"]"   = "${aws_apigatewayv2_api.http.id}/one"
    "aws_apigatewayv2_stage.http[\"two\"]"   = "${aws_apigatewayv2_api.http.id}/two"
    "aws_apigatewayv2_stage.websocket"       = "${aws_apigatewayv2_api.websocket.id}/prod"
    "aws_apigatewayv2_api_mapping.http"      = "${aws_apigatewayv2_api_mapping.http.id}/${aws_apigatewayv2_domain_name.http.id}"
    "aws_apigatewayv2_api_mapping.websocket" = "${aws_apigatewayv2_api_mapping.websocket.id}/${aws_apigatewayv2_domain_name.websocket.id}"
  }
}

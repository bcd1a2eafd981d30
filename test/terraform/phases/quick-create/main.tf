variable "target" {
  type    = string
  default = "https://example.com"
}

resource "aws_apigatewayv2_api" "this" {
  name          = "quick"
  protocol_type = "HTTP"
  target        = var.target
  route_key     = "GET /quick"
}

data "aws_apigatewayv2_api" "this" {
  api_id = aws_apigatewayv2_api.this.id
}

data "aws_apigatewayv2_apis" "all" {
  name       = "quick"
  depends_on = [aws_apigatewayv2_api.this]
}

output "found" {
  value = data.aws_apigatewayv2_apis.all.ids
}

output "endpoint" {
  value = data.aws_apigatewayv2_api.this.api_endpoint
}

# One API with a hundred of each, made at once.
resource "aws_apigatewayv2_api" "this" {
  name          = "wide"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "this" {
  count              = 100
  api_id             = aws_apigatewayv2_api.this.id
  integration_type   = "HTTP_PROXY"
  integration_method = "GET"
  integration_uri    = "https://example.com/${count.index}"
}

resource "aws_apigatewayv2_route" "this" {
  count     = 100
  api_id    = aws_apigatewayv2_api.this.id
  route_key = "GET /${count.index}"
  target    = "integrations/${aws_apigatewayv2_integration.this[count.index].id}"
}

resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true
}

# A WebSocket API in front of a web service that speaks plain HTTP. Templates make its requests of the clients' messages,
# and frames of its answers; what happens later, the service posts to the client's connection.

resource "aws_apigatewayv2_api" "kitchen" {
  name                       = "kitchen"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

# POST /orders: the message's `form` chooses the template.
resource "aws_apigatewayv2_integration" "order" {
  api_id                        = aws_apigatewayv2_api.kitchen.id
  integration_type              = "HTTP"
  integration_method            = "POST"
  integration_uri               = "${var.backend_url}/orders"
  passthrough_behavior          = "NEVER"
  timeout_milliseconds          = 5000
  template_selection_expression = "$request.body.form"

  request_templates = {
    # {"action":"order","form":"short","text":"2 soup"}
    short = <<-EOT
      #set($words = $input.path('$.text').split(' '))
      {"count": $words[0], "dish": "$util.escapeJavaScript($words[1])",
       "client": {"api": "$context.apiId", "stage": "$context.stage", "connection": "$context.connectionId"}}
    EOT

    # {"action":"order","form":"long","order":{"dish":"soup","count":2}}
    long = <<-EOT
      {"count": $input.json('$.order.count'), "dish": $input.json('$.order.dish'),
       "client": {"api": "$context.apiId", "stage": "$context.stage", "connection": "$context.connectionId"}}
    EOT
  }
}

resource "aws_apigatewayv2_integration_response" "order" {
  for_each = {
    # The service took it.
    "/2\\d\\d/" = {
      selection = null
      templates = {
        "application/json" = "{\"accepted\": $input.json('$.id'), \"order\": \"$input.path('$.count') x $input.path('$.dish')\"}"
      }
    }
    # It did not: the status chooses the template.
    "/4\\d\\d/" = {
      selection = "$${integration.response.statuscode}"
      templates = {
        "404"      = "{\"refused\": \"there is no $util.escapeJavaScript($input.path('$.dish')) today\"}"
        "$default" = "{\"refused\": $input.json('$.error')}"
      }
    }
    "$default" = {
      selection = null
      templates = { "application/json" = "{\"failed\": \"the kitchen has a problem\"}" }
    }
  }

  api_id                        = aws_apigatewayv2_api.kitchen.id
  integration_id                = aws_apigatewayv2_integration.order.id
  integration_response_key      = each.key
  template_selection_expression = each.value.selection
  response_templates            = each.value.templates
}

# GET /orders/{id}: a member of the message goes into the path.
resource "aws_apigatewayv2_integration" "look" {
  api_id             = aws_apigatewayv2_api.kitchen.id
  integration_type   = "HTTP"
  integration_method = "GET"
  integration_uri    = "${var.backend_url}/orders/{id}"
  request_parameters = {
    "integration.request.path.id"              = "route.request.body.id"
    "integration.request.header.connection-id" = "context.connectionId"
  }
}

resource "aws_apigatewayv2_route" "kitchen" {
  for_each = {
    order = aws_apigatewayv2_integration.order.id
    look  = aws_apigatewayv2_integration.look.id
  }

  api_id                              = aws_apigatewayv2_api.kitchen.id
  route_key                           = each.key
  target                              = "integrations/${each.value}"
  route_response_selection_expression = "$default"
}

resource "aws_apigatewayv2_route_response" "kitchen" {
  for_each = aws_apigatewayv2_route.kitchen

  api_id             = aws_apigatewayv2_api.kitchen.id
  route_id           = each.value.id
  route_response_key = "$default"
}

# It deploys by itself, with each change.
resource "aws_apigatewayv2_stage" "dev" {
  api_id      = aws_apigatewayv2_api.kitchen.id
  name        = "dev"
  auto_deploy = true
}

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang.StringEscapeUtils;
import org.apache.velocity.VelocityContext;

/**
 * What API Gateway adds to a template: $input, $util, $context, $stageVariables. Paths are the simple ones only: `$`,
 * `$.a.b`, `$.a[0]`, `$['a']`.
 */
public final class ApiGateway {
  private ApiGateway() {}

  static void bind(Map<?, ?> event, VelocityContext context) {
    context.put("input", new Input(event));
    context.put("util", new Util());
    context.put("context", part(event, "context"));
    context.put("stageVariables", part(event, "stageVariables"));
  }

  private static Object part(Map<?, ?> from, String name) {
    Object part = from.get(name);
    return part == null ? new LinkedHashMap<String, Object>() : part;
  }

  /** $input. */
  public static final class Input {
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[(\\d+)\\]|\\['([^']*)'\\]");
    private final String body;
    private Object document;
    private final Map<String, Object> params = new LinkedHashMap<>();

    Input(Map<?, ?> event) {
      Object text = event.get("body");
      body = text == null ? "" : (String) text;
      Map<?, ?> given = (Map<?, ?>) part(event, "params");
      for (String place : new String[] {"path", "querystring", "header"}) params.put(place, part(given, place));
    }

    public String getBody() {
      return body;
    }

    public Map<String, Object> params() {
      return params;
    }

    public Object params(String name) {
      for (Object place : params.values()) {
        Object value = ((Map<?, ?>) place).get(name);
        if (value != null) return value;
      }
      return "";
    }

    public String json(String path) {
      return JsonList.write(path(path));
    }

    /** The value there; null where there is none. */
    public Object path(String path) {
      if (document == null) document = Json.readPrinting(body);
      Object value = document;
      Matcher step = STEP.matcher(path);
      int at = 1;
      while (at < path.length()) {
        if (!step.find(at) || step.start() != at) throw new IllegalArgumentException("Not a simple path: " + path);
        at = step.end();
        if (step.group(2) != null) {
          int index = Integer.parseInt(step.group(2));
          value = value instanceof List<?> list && index < list.size() ? list.get(index) : null;
        } else {
          String key = step.group(1) == null ? step.group(3) : step.group(1);
          value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
      }
      return value;
    }
  }

  /** $util. */
  public static final class Util {
    public String escapeJavaScript(String text) {
      return StringEscapeUtils.escapeJavaScript(text);
    }

    public Object parseJson(String text) {
      return Json.readPrinting(text);
    }

    public String urlEncode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public String urlDecode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public String base64Encode(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public String base64Decode(String text) {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
  }
}

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON into what templates see: LinkedHashMap, ArrayList, String, Boolean, null; Integer, Long or BigInteger by
 * magnitude; Double where there is a fraction or an exponent.
 */
final class Json {
  private final String text;
  private final boolean printing;
  private int at = 0;

  private Json(String text, boolean printing) {
    this.text = text;
    this.printing = printing;
  }

  static Object read(String text) {
    return read(text, false);
  }

  /** As json-smart: arrays are lists that print as JSON. */
  static Object readPrinting(String text) {
    return read(text, true);
  }

  private static Object read(String text, boolean printing) {
    Json json = new Json(text, printing);
    Object value = json.value();
    json.space();
    if (json.at < text.length()) throw json.error("more text");
    return value;
  }

  private Object value() {
    space();
    char c = peek();
    if (c == '{') return object();
    if (c == '[') return array();
    if (c == '"') return string();
    if (c == '-' || (c >= '0' && c <= '9')) return number();
    if (text.startsWith("true", at)) return word(4, Boolean.TRUE);
    if (text.startsWith("false", at)) return word(5, Boolean.FALSE);
    if (text.startsWith("null", at)) return word(4, null);
    throw error("no value");
  }

  private Object word(int length, Object value) {
    at += length;
    return value;
  }

  private Map<String, Object> object() {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    space();
    if (take('}')) return map;
    do {
      space();
      String key = string();
      space();
      if (!take(':')) throw error("no colon");
      map.put(key, value());
      space();
    } while (take(','));
    if (!take('}')) throw error("no }");
    return map;
  }

  private List<Object> array() {
    List<Object> list = printing ? new JsonList() : new ArrayList<>();
    at++;
    space();
    if (take(']')) return list;
    do {
      list.add(value());
      space();
    } while (take(','));
    if (!take(']')) throw error("no ]");
    return list;
  }

  private String string() {
    if (!take('"')) throw error("no string");
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = peek();
      at++;
      if (c == '"') return out.toString();
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = peek();
      at++;
      int plain = "bfnrt".indexOf(escaped);
      if (escaped == 'u') {
        out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
        at += 4;
      } else {
        out.append(plain < 0 ? escaped : "\b\f\n\r\t".charAt(plain));
      }
    }
  }

  private Number number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) at++;
    String digits = text.substring(start, at);
    if (digits.matches(".*[.eE].*")) return Double.valueOf(digits);
    BigInteger big = new BigInteger(digits);
    if (big.bitLength() < 32) return big.intValue();
    if (big.bitLength() < 64) return big.longValue();
    return big;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
  }

  private char peek() {
    if (at >= text.length()) throw error("unexpected end");
    return text.charAt(at);
  }

  private boolean take(char c) {
    boolean is = at < text.length() && text.charAt(at) == c;
    if (is) at++;
    return is;
  }

  private IllegalArgumentException error(String what) {
    return new IllegalArgumentException("JSON, at " + at + ": " + what);
  }

  /** A string's JSON, in ASCII. */
  static void quote(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < ' ' || c > '~') out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    out.append('"');
  }
}

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A list that prints as json-smart's JSONArray does: compact JSON with `/` escaped. */
public final class JsonList extends ArrayList<Object> {
  private static final long serialVersionUID = 1L;

  @Override
  public String toString() {
    return write(this);
  }

  /** JSON as json-smart writes it. */
  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        quote(String.valueOf(entry.getKey()), out.append(separator));
        write(entry.getValue(), out.append(':'));
        separator = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object element : list) {
        write(element, out.append(separator));
        separator = ",";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof String string) {
      quote(string, out);
    } else {
      out.append(value);
    }
  }

  private static void quote(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      int letter = "\b\f\n\r\t\"\\/".indexOf(c);
      if (letter >= 0) out.append('\\').append("bfnrt\"\\/".charAt(letter));
      else if (c < ' ' || (c >= 0x7f && c <= 0x9f) || (c >= 0x2000 && c <= 0x20ff)) {
        out.append(String.format("\\u%04X", (int) c));
      } else out.append(c);
    }
    out.append('"');
  }
}

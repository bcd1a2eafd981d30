import java.io.StringWriter;
import java.lang.reflect.Field;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.log.NullLogChute;

/**
 * Velocity 1.7 with its default settings. Making an engine takes milliseconds, so that one serves many templates; what a
 * template leaves in it (macros, which are global, and parsers) is swept out before the next.
 */
final class Engine {
  private static final int MOST_OUTPUT = 1 << 20;
  private final RuntimeInstance runtime = new RuntimeInstance();
  private final FreshParsers parsers;
  private final Map<?, ?> macros;

  Engine() {
    runtime.setProperty(RuntimeConstants.RUNTIME_LOG_LOGSYSTEM, new NullLogChute());
    runtime.setProperty("parser.pool.class", FreshParsers.class.getName());
    runtime.init();
    parsers = (FreshParsers) field(runtime, "parserPool");
    macros = (Map<?, ?>) field(field(field(runtime, "vmFactory"), "vmManager"), "globalNamespace");
  }

  String render(String template, VelocityContext context) {
    macros.clear();
    parsers.forget();
    StringWriter output = new CappedWriter();
    runtime.evaluate(context, output, "template", template);
    return output.toString();
  }

  private static Object field(Object of, String name) {
    try {
      Field field = of.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException("Not Velocity 1.7: " + error, error);
    }
  }

  private static TooMuch tooMuch() {
    return new TooMuch("more than " + MOST_OUTPUT + " characters");
  }

  private static final class CappedWriter extends StringWriter {
    @Override
    public void write(String text) {
      if (getBuffer().length() + text.length() > MOST_OUTPUT) throw tooMuch();
      super.write(text);
    }

    @Override
    public void write(char[] text, int from, int length) {
      if (getBuffer().length() + length > MOST_OUTPUT) throw tooMuch();
      super.write(text, from, length);
    }
  }
}

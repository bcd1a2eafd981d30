import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.context.InternalContextAdapterImpl;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.log.NullLogChute;
import org.apache.velocity.runtime.parser.node.SimpleNode;

/**
 * How fast Velocity renders a template that it has parsed: the files of the template and of the event are its arguments.
 * Writes what it renders, as JSON, on the first line; then, for each line of standard input, renders for that many
 * milliseconds and writes how many renders that is per second.
 */
public final class RenderRate {
  private final RuntimeInstance runtime = new RuntimeInstance();
  private final SimpleNode template;
  private final VelocityContext bound = new VelocityContext();

  private RenderRate(String source, Map<?, ?> event) throws Exception {
    runtime.setProperty(RuntimeConstants.RUNTIME_LOG_LOGSYSTEM, new NullLogChute());
    runtime.init();
    template = runtime.parse(source, "template");
    template.init(new InternalContextAdapterImpl(new VelocityContext()), runtime);
    ApiGateway.bind(event, bound);
  }

  public static void main(String[] files) throws Exception {
    String source = Files.readString(Path.of(files[0]));
    RenderRate rate = new RenderRate(source, (Map<?, ?>) Json.read(Files.readString(Path.of(files[1]))));
    StringBuilder output = new StringBuilder();
    Json.quote(rate.render(), output);
    System.out.println(output);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(rate.measure(Long.parseLong(line.trim()) * 1_000_000));
    }
  }

  private double measure(long nanoseconds) throws Exception {
    long begin = System.nanoTime();
    long renders = 0;
    long length = 0;
    long end = begin;
    while (end - begin < nanoseconds) {
      for (int index = 0; index < 100; index++) length += render().length();
      renders += 100;
      end = System.nanoTime();
    }
    return length == 0 ? 0 : renders * 1e9 / (end - begin);
  }

  private String render() throws Exception {
    VelocityContext context = new VelocityContext();
    for (String name : new String[] {"input", "util", "context", "stageVariables"}) context.put(name, bound.get(name));
    StringWriter writer = new StringWriter(2048);
    template.render(new InternalContextAdapterImpl(context), writer);
    return writer.toString();
  }
}

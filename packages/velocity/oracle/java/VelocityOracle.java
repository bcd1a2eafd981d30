import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.apache.velocity.VelocityContext;

/**
 * Renders templates with Apache Velocity 1.7. Reads one JSON request a line, {id, template, contextJson, event?}, and
 * writes one JSON answer a line: {id, output}, or {id, error, message} where error is the exception's simple class name
 * ("Timeout" for templates that take or write too much).
 */
public final class VelocityOracle {
  /** For what BoundedContext does not see: a regular expression, say. */
  private static final long MOST_SECONDS = 4;
  private final SynchronousQueue<String> requests = new SynchronousQueue<>();
  private final SynchronousQueue<String> answers = new SynchronousQueue<>();

  private VelocityOracle() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
    PrintStream out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16), false);
    VelocityOracle oracle = start();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      oracle.requests.put(line);
      String answer = oracle.answers.poll(MOST_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        // That thread may never end; the next requests go to another. It dies with the process.
        oracle = start();
        answer = failure(id(line), "Timeout", "no end after " + MOST_SECONDS + " s");
      }
      out.println(answer);
      if (!lines.ready()) out.flush();
    }
    out.flush();
    System.exit(0);
  }

  private static VelocityOracle start() {
    VelocityOracle oracle = new VelocityOracle();
    Thread thread = new Thread(null, oracle::work, "templates", 64L << 20);
    thread.setDaemon(true);
    thread.start();
    return oracle;
  }

  private void work() {
    try {
      Engine engine = new Engine();
      while (true) answers.put(answer(engine, requests.take()));
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private static String answer(Engine engine, String line) {
    Map<?, ?> request = (Map<?, ?>) Json.read(line);
    Object id = request.get("id");
    VelocityContext context = new BoundedContext();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) Json.read((String) request.get("contextJson"))).entrySet()) {
      context.put((String) entry.getKey(), entry.getValue());
    }
    if (request.get("event") instanceof Map<?, ?> event) ApiGateway.bind(event, context);
    try {
      String output = engine.render((String) request.get("template"), context);
      StringBuilder answer = new StringBuilder("{\"id\":").append(id).append(",\"output\":");
      Json.quote(output, answer);
      return answer.append('}').toString();
    } catch (TooMuch | OutOfMemoryError error) {
      return failure(id, "Timeout", String.valueOf(error.getMessage()));
    } catch (Exception | Error error) {
      return failure(id, error.getClass().getSimpleName(), String.valueOf(error.getMessage()));
    }
  }

  private static Object id(String line) {
    return ((Map<?, ?>) Json.read(line)).get("id");
  }

  private static String failure(Object id, String error, String message) {
    StringBuilder answer = new StringBuilder("{\"id\":").append(id).append(",\"error\":");
    Json.quote(error, answer);
    answer.append(",\"message\":");
    Json.quote(message, answer);
    return answer.append('}').toString();
  }
}

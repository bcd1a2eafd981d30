import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.velocity.runtime.ParserPool;
import org.apache.velocity.runtime.RuntimeServices;
import org.apache.velocity.runtime.parser.Parser;

/**
 * Parsers for one template: a parser remembers the names of macros, and what went wrong. As the stock pool, it gives the
 * one that came back last.
 */
public final class FreshParsers implements ParserPool {
  private final Deque<Parser> idle = new ArrayDeque<>();
  private RuntimeServices services;

  @Override
  public void initialize(RuntimeServices services) {
    this.services = services;
  }

  @Override
  public synchronized Parser get() {
    Parser parser = idle.poll();
    return parser == null ? new Parser(services) : parser;
  }

  @Override
  public synchronized void put(Parser parser) {
    idle.push(parser);
  }

  synchronized void forget() {
    idle.clear();
  }
}

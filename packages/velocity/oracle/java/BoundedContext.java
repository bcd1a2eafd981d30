import org.apache.velocity.VelocityContext;

/** A context that ends templates which take too long: whatever a template does for long, it reads or sets references. */
final class BoundedContext extends VelocityContext {
  private static final long MOST_NANOSECONDS = 2_000_000_000L;
  private final long begin = System.nanoTime();

  @Override
  public Object internalGet(String key) {
    check();
    return super.internalGet(key);
  }

  @Override
  public Object internalPut(String key, Object value) {
    check();
    return super.internalPut(key, value);
  }

  private void check() {
    if (System.nanoTime() - begin > MOST_NANOSECONDS) throw new TooMuch("no end after 2 s");
  }
}

/** Thrown when a template takes or writes without end. An Error, for Velocity catches exceptions. */
final class TooMuch extends Error {
  private static final long serialVersionUID = 1L;

  TooMuch(String message) {
    super(message, null, false, false);
  }
}

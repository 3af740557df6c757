package dev.keyfob.auth.api.internal.plugin;

/**
 * What keyfob throws at itself through a plugin that has called it: no fault of the plugin's, which
 * {@link PluginGuard} lets pass.
 */
public abstract class OwnSignal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Has no stack trace, and is caught before anybody could see one.
   *
   * @param message what happened
   */
  protected OwnSignal(String message) {
    super(message, null, false, false);
  }
}

package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls a plugin so that whatever it throws against the rules is reported as its fault.
 *
 * @param plugin what to call it in a message
 */
record PluginGuard(String plugin) {
  /**
   * Calls.
   *
   * @throws AuthException what the plugin threw, or with {@code plugin_error} for anything else
   */
  <R> R call(Supplier<@Nullable R> call) {
    R result;
    try {
      result = call.get();
    } catch (AuthException e) {
      throw e;
    } catch (StackOverflowError e) {
      throw failed(e);
    } catch (VirtualMachineError e) { // nobody's fault in particular, and nobody can go on
      throw e;
    } catch (Throwable e) { // not all languages have checked exceptions
      throw failed(e);
    }
    if (result == null) {
      throw fault("has given null where the interface forbids it", null);
    }
    return result;
  }

  private AuthException failed(Throwable e) {
    // Its message is left out: nobody knows what a plugin puts into one.
    return fault("failed with " + Problems.name(e), e);
  }

  AuthException fault(String what, @Nullable Throwable cause) {
    return new AuthException.Misconfigured(
        ErrorCode.PLUGIN_ERROR, "The plugin " + plugin + " " + what + ".", "keyfob plugins", cause);
  }
}

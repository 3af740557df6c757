package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The person at the other end, if there is one.
 *
 * <p>Nothing here writes to standard output, which belongs to the data a command was asked for.
 * Implementations are used by one login at a time.
 */
@Stable
public interface Interaction {
  /**
   * Whether a person can be asked.
   *
   * @return false without a terminal, under {@code CI} or with {@code --no-input}
   */
  boolean interactive();

  /**
   * Says something that the person needs during a login, such as an address to open.
   *
   * @param line one line of text
   */
  void show(String line);

  /**
   * Asks for a secret, without echo. Blocks until it is given.
   *
   * @param prompt what to ask
   * @return the answer, stripped of surrounding white space; empty if nothing was given
   * @throws AuthException.Cancelled if the person stops it
   * @throws AuthException.NotLoggedIn with {@code not_interactive} if there is no person to ask
   */
  Optional<Secret> askSecret(String prompt);

  /**
   * Asks for a line of text. Blocks until it is given.
   *
   * @param prompt what to ask
   * @return the answer, stripped; empty if nothing was given
   * @throws AuthException.Cancelled if the person stops it
   * @throws AuthException.NotLoggedIn with {@code not_interactive} if there is no person to ask
   */
  Optional<String> askLine(String prompt);

  /**
   * Lets the person pick one of several. Blocks until it is done.
   *
   * @param title what is being chosen
   * @param choices the labels, at least one, the first being the default
   * @return the index of the choice
   * @throws AuthException.Cancelled if the person stops it
   * @throws AuthException.NotLoggedIn with {@code not_interactive} if there is no person to ask
   */
  int choose(String title, List<String> choices);

  /**
   * Reads a secret that was piped in, where no person is.
   *
   * @param limit how long to wait for it
   * @return the first line, stripped; empty if standard input is a terminal, closed or blank
   * @throws AuthException.TimedOut if nothing ends the wait
   */
  Optional<Secret> pipedSecret(Duration limit);

  /**
   * Opens a browser, if that makes sense here.
   *
   * @param address an {@code https} address, or {@code http} on the loopback interface
   * @return whether one was started; false leaves it to the person to open the address shown
   */
  boolean openBrowser(URI address);

  /**
   * Opens a browser as {@link #openBrowser(URI)} does, and does not watch it any longer than until
   * it has brought what it was opened for.
   *
   * @param address an {@code https} address, or {@code http} on the loopback interface
   * @param answered completes when the browser has been at its goal
   * @return whether one was started; false leaves it to the person to open the address shown
   */
  default boolean openBrowser(URI address, CompletableFuture<?> answered) {
    return openBrowser(address);
  }

  /**
   * Why no browser can be opened here, for a message and for choosing another way to log in.
   *
   * @return a phrase such as "this is an SSH session"; empty if one can
   */
  Optional<String> noBrowserReason();

  /**
   * Shows an address that the person is to open.
   *
   * @param address the address
   */
  default void showAddress(URI address) {
    show(address.toString());
  }

  /**
   * Shows a code that the person is to type elsewhere.
   *
   * @param code the code
   */
  default void showCode(String code) {
    show("  " + code);
  }

  /**
   * How wide a line may be before it breaks, for a picture made of characters. Does not block.
   *
   * @return the number of columns; 80 where nobody knows
   */
  default int columns() {
    return 80;
  }

  /**
   * Says that the person is being waited for, until that is closed.
   *
   * @param what what is waited for, as in "the browser"
   * @param limit how long at most
   * @return ends the wait
   */
  default Waiting waiting(String what, Duration limit) {
    return () -> {};
  }

  /**
   * Says that the person is being waited for, and may offer to open the page where they are
   * expected. The caller goes on meanwhile.
   *
   * @param what what is waited for, as in "the confirmation"
   * @param limit how long at most
   * @param page the page, which is not opened before the person says so
   * @return ends the wait, and the offer
   */
  default Waiting waiting(String what, Duration limit, URI page) {
    return waiting(what, limit);
  }

  /** A wait for a person. */
  @FunctionalInterface
  interface Waiting extends AutoCloseable {
    /** Ends it. */
    @Override
    void close();
  }
}

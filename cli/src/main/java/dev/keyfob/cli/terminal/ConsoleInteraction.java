package dev.keyfob.cli.terminal;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.cli.output.Columns;
import dev.keyfob.cli.output.Hyperlinks;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.output.Style;
import dev.keyfob.cli.system.Browser;
import dev.keyfob.cli.system.Clipboard;
import dev.keyfob.cli.system.Keys;
import dev.keyfob.cli.system.SafeText;
import dev.keyfob.cli.system.SystemEnvironment;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The person at the terminal, asked on standard error. */
public final class ConsoleInteraction implements Interaction {
  private final SystemEnvironment system;
  private final boolean noInput;
  private final boolean json;
  private final Browser browser;
  private @Nullable String piped;

  /**
   * Makes one.
   *
   * @param system the system
   * @param noInput whether the command line says not to prompt
   */
  public ConsoleInteraction(SystemEnvironment system, boolean noInput) {
    this(system, noInput, false, Set::of);
  }

  /**
   * Makes one.
   *
   * @param system the system
   * @param noInput whether the command said that nobody is to be asked
   * @param json whether a program reads along, which gets an event on each line
   * @param hidden the variables that a browser does not inherit
   */
  public ConsoleInteraction(
      SystemEnvironment system, boolean noInput, boolean json, Supplier<Set<String>> hidden) {
    this.system = system;
    this.json = json;
    this.noInput = noInput;
    browser = new Browser(system.environment(), system.osName(), hidden);
  }

  @Override
  public boolean interactive() {
    return !noInput
        && !system.has("CI")
        && !system.has("KEYFOB_NO_INPUT")
        && system.tty().in()
        && system.tty().err();
  }

  @Override
  public void show(String line) {
    if (json) {
      event(new Json().put("event", "message").put("text", line));
    } else {
      print(SafeText.line(line));
    }
  }

  @Override
  public void showAddress(URI address) {
    if (json) {
      event(new Json().put("event", "address").put("url", address.toString()));
    } else {
      print(Hyperlinks.of(address, system, system.tty().err()));
    }
  }

  /** A person gets it large, and in the clipboard where there is one: it is no secret. */
  @Override
  public void showCode(String code) {
    String safe = SafeText.line(code);
    if (json) {
      event(new Json().put("event", "code").put("code", code));
    } else if (!interactive() || Style.isDumb(system)) {
      print("  " + safe);
    } else {
      boolean copied = new Clipboard(system.environment(), system.osName()).copy(safe);
      Style style = Style.of(system, system.tty().err());
      CodeBox.lines(safe, copied).forEach(line -> print("  " + style.accent(line)));
      if (copied) {
        print("The code is copied to the clipboard.");
      }
    }
  }

  @Override
  public int columns() {
    return Columns.ofErrors(system);
  }

  @Override
  public Waiting waiting(String what, Duration limit) {
    return isLive() ? line(what, limit, "") : announced(what, limit);
  }

  @Override
  public Waiting waiting(String what, Duration limit, URI page) {
    if (!isLive() || !browser.opens(page)) {
      return waiting(what, limit);
    }
    WaitingLine line = line(what, limit, "Enter opens the page.");
    EnterKey key =
        EnterKey.start(
            system.in(),
            () -> {
              line.taken();
              openBrowser(page);
            });
    return () -> {
      key.close();
      line.close();
    };
  }

  /** Whether somebody sees a line that changes. */
  private boolean isLive() {
    return !json && interactive() && !Style.isDumb(system);
  }

  private WaitingLine line(String what, Duration limit, String offer) {
    return WaitingLine.start(system.err(), what, limit, offer, Columns.ofErrors(system));
  }

  /** Once, for who reads along without a terminal. */
  private Waiting announced(String what, Duration limit) {
    if (json) {
      event(
          new Json()
              .put("event", "waiting")
              .put("for", what)
              .putSeconds("seconds", Optional.of(limit)));
    } else {
      print("Waiting for " + what + ", up to " + limit.toSeconds() + " seconds.");
    }
    return () -> {};
  }

  private void event(Json event) {
    print(Json.line(event.build()));
  }

  private void print(String line) {
    system.err().println(line);
    system.err().flush();
  }

  @Override
  public Optional<Secret> askSecret(String prompt) {
    return ask(prompt, false).map(Secret::of);
  }

  @Override
  public Optional<String> askLine(String prompt) {
    return ask(prompt, true);
  }

  @Override
  public int choose(String title, List<String> choices) {
    requirePerson();
    try (Keys keys = system.keys().get()) {
      return Style.isDumb(system)
          ? new PlainPicker(keys, system.err(), title, choices).pick()
          : new Picker(
                  keys,
                  system.err(),
                  Style.of(system, system.tty().err()).enabled(),
                  title,
                  choices)
              .pick();
    }
  }

  /** The line is remembered: whoever looked at it to choose a method has not used it up. */
  @Override
  public synchronized Optional<Secret> pipedSecret(Duration limit) {
    if (system.tty().in()) {
      return Optional.empty();
    }
    String line = piped;
    if (line == null) {
      line = PipedLine.read(system.in(), limit);
      piped = line;
    }
    return line.isEmpty() ? Optional.empty() : Optional.of(Secret.of(line));
  }

  @Override
  public boolean openBrowser(URI address) {
    return openBrowser(address, new CompletableFuture<>());
  }

  @Override
  public boolean openBrowser(URI address, CompletableFuture<?> answered) {
    boolean opened = browser.open(address, answered);
    if (json) {
      event(new Json().put("event", "browser").put("opened", opened));
    }
    return opened;
  }

  @Override
  public Optional<String> noBrowserReason() {
    return browser.unavailable();
  }

  private Optional<String> ask(String prompt, boolean echo) {
    requirePerson();
    try (Keys keys = system.keys().get()) {
      return Optional.of(new LineEditor(keys, system.err()).read(prompt, echo))
          .filter(answer -> !answer.isEmpty());
    }
  }

  private void requirePerson() {
    if (!interactive()) {
      throw new AuthException.NotLoggedIn(
          ErrorCode.NOT_INTERACTIVE, "This needs an interactive terminal.", null);
    }
  }
}

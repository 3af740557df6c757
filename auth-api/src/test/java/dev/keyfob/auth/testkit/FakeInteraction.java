package dev.keyfob.auth.testkit;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A person with prepared answers. Each question takes the next answer of its kind; a question
 * without an answer left is a failure of the test. What is shown and opened is recorded and can be
 * waited for, because a login blocks while the test plays the browser.
 */
public final class FakeInteraction implements Interaction {
  private final boolean interactive;
  private final Queue<String> secrets = new ArrayDeque<>();
  private final Queue<String> lines = new ArrayDeque<>();
  private final Queue<Integer> choices = new ArrayDeque<>();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<URI> opened = new CopyOnWriteArrayList<>();
  private final BlockingQueue<URI> unseen = new LinkedBlockingQueue<>();
  private @Nullable String piped;
  private @Nullable String noBrowser;
  private boolean browserFails;
  private boolean pipesNever;
  private @Nullable AuthException cancellation;
  private Consumer<URI> browser = address -> {};

  private FakeInteraction(boolean interactive) {
    this.interactive = interactive;
  }

  /** Somebody at a terminal, with a browser. */
  public static FakeInteraction person() {
    return new FakeInteraction(true);
  }

  /** A script: no terminal, no browser. */
  public static FakeInteraction script() {
    FakeInteraction script = new FakeInteraction(false);
    script.noBrowser = "this is not an interactive session";
    return script;
  }

  /** Answers the next {@link #askSecret}; blank for no answer. */
  public FakeInteraction answerSecret(String value) {
    secrets.add(value);
    return this;
  }

  /** Answers the next {@link #askLine}; blank for no answer. */
  public FakeInteraction answerLine(String value) {
    lines.add(value);
    return this;
  }

  /** Answers the next {@link #choose}. */
  public FakeInteraction answerChoice(int index) {
    choices.add(index);
    return this;
  }

  /** Puts a line on standard input. */
  public FakeInteraction pipe(String value) {
    piped = value;
    return this;
  }

  /** Standard input is open, and nothing comes through it. */
  public FakeInteraction neverPiping() {
    pipesNever = true;
    return this;
  }

  /** Takes the browser away. */
  public FakeInteraction withoutBrowser(String reason) {
    noBrowser = reason;
    return this;
  }

  /** There is a browser, which does not start. */
  public FakeInteraction failingBrowser() {
    noBrowser = null;
    browserFails = true;
    return this;
  }

  /** Acts as the browser, on the thread that opens it. */
  public FakeInteraction browser(Consumer<URI> newBrowser) {
    browser = newBrowser;
    return this;
  }

  /** Stops whatever is asked next. */
  public FakeInteraction cancel() {
    cancellation = new AuthException.Cancelled("Cancelled.");
    return this;
  }

  /** The lines shown so far. */
  public List<String> shown() {
    return List.copyOf(shown);
  }

  /** The questions asked so far. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** The addresses opened so far. */
  public List<URI> opened() {
    return List.copyOf(opened);
  }

  /** Waits for the next address that is opened and has not been waited for. */
  public URI awaitOpened() {
    try {
      URI address = unseen.poll(30, TimeUnit.SECONDS);
      if (address == null) {
        throw new AssertionError("no browser was opened within 30 seconds");
      }
      return address;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the browser", e);
    }
  }

  @Override
  public boolean interactive() {
    return interactive;
  }

  @Override
  public void show(String line) {
    shown.add(line);
  }

  @Override
  public Optional<Secret> askSecret(String prompt) {
    return Optional.of(answer(prompt, secrets).strip())
        .filter(text -> !text.isEmpty())
        .map(Secret::of);
  }

  @Override
  public Optional<String> askLine(String prompt) {
    return Optional.of(answer(prompt, lines).strip()).filter(text -> !text.isEmpty());
  }

  @Override
  public int choose(String title, List<String> labels) {
    int index = answer(title, choices);
    if (index < 0 || index >= labels.size()) {
      throw new AssertionError("there is no choice " + index + " in " + labels);
    }
    return index;
  }

  @Override
  public Optional<Secret> pipedSecret(Duration limit) {
    if (pipesNever) {
      throw new AuthException.TimedOut("Nothing came within " + limit + ".", null);
    }
    String line = piped;
    piped = null;
    return Optional.ofNullable(line)
        .flatMap(text -> text.lines().findFirst())
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(Secret::of);
  }

  @Override
  public boolean openBrowser(URI address) {
    if (noBrowser != null || browserFails) {
      return false;
    }
    opened.add(address);
    unseen.add(address);
    browser.accept(address);
    return true;
  }

  @Override
  public Optional<String> noBrowserReason() {
    return Optional.ofNullable(noBrowser);
  }

  private <T> T answer(String question, Queue<T> answers) {
    if (!interactive) {
      throw new AuthException.NotLoggedIn(
          ErrorCode.NOT_INTERACTIVE, "This needs an interactive terminal.", null);
    }
    asked.add(question);
    if (cancellation != null) {
      throw cancellation;
    }
    T answer = answers.poll();
    if (answer == null) {
      throw new AssertionError("no answer was prepared for: " + question);
    }
    return answer;
  }
}

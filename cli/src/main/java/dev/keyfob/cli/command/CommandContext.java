package dev.keyfob.cli.command;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.output.Columns;
import dev.keyfob.cli.output.ConsoleNotices;
import dev.keyfob.cli.output.Json;
import dev.keyfob.cli.output.Style;
import dev.keyfob.cli.system.SafeText;
import dev.keyfob.cli.system.Suggestions;
import dev.keyfob.cli.system.SystemEnvironment;
import dev.keyfob.cli.terminal.ConsoleInteraction;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of a command: the library, opened when it is first needed, and where output goes. */
public final class CommandContext implements AutoCloseable {
  private final SystemEnvironment system;
  private final GlobalOptions globals;
  private final CommandCatalog catalog;
  private final ConsoleNotices notices;
  private boolean json;
  private @Nullable ConsoleInteraction interaction;
  private @Nullable Keyfob keyfob;
  private Optional<String> asked = Optional.empty();

  /**
   * Starts.
   *
   * @param system the system
   * @param globals the options that every command takes
   * @param catalog the commands there are
   */
  public CommandContext(SystemEnvironment system, GlobalOptions globals, CommandCatalog catalog) {
    this.system = system;
    this.globals = globals;
    json = globals.json();
    this.catalog = catalog;
    notices = ConsoleNotices.of(system, globals.json(), globals.quiet(), globals.verbosity());
  }

  /** The system. */
  public SystemEnvironment system() {
    return system;
  }

  /** The commands there are. */
  public CommandCatalog catalog() {
    return catalog;
  }

  /** Who hears of what happens beside the result. */
  public ConsoleNotices notices() {
    return notices;
  }

  /** The time. */
  public Instant now() {
    return system.clock().instant();
  }

  /** The person, if there is one. */
  public ConsoleInteraction interaction() {
    ConsoleInteraction known = interaction;
    if (known == null) {
      known =
          new ConsoleInteraction(
              system, globals.noInput(), globals.json(), this::credentialVariables);
      interaction = known;
    }
    return known;
  }

  /**
   * The variables that hold credentials, of every profile that can be read: any of them may be set.
   * What is no program of keyfob's to give them to does not get them.
   */
  public Set<String> credentialVariables() {
    Set<String> names = new HashSet<>();
    for (String profile : keyfob().profiles().names()) {
      try {
        names.addAll(keyfob().credentialVariables(profile));
      } catch (AuthException e) {
        notices.trace(() -> "of the profile " + profile + " no variable is known");
      }
    }
    return names;
  }

  /** The library. */
  public Keyfob keyfob() {
    Keyfob known = keyfob;
    if (known == null) {
      known =
          system
              .library()
              .get()
              .environment(system.environment())
              .clock(system.clock())
              .workingDirectory(system.workingDirectory())
              .interaction(interaction())
              .notices(notices)
              .open();
      keyfob = known;
    }
    return known;
  }

  /** The account that the command is about, if the profile may be its first argument. */
  public AccountKey key(Optional<String> named) {
    AccountKey key = keyfob().select(profile(named), globals.account());
    if (!json) {
      json =
          setting(key.profile(), "output", "_OUTPUT").filter("json"::equalsIgnoreCase).isPresent();
    }
    return key;
  }

  /**
   * What the environment says of a setting of commands, by the variables that the profile lists.
   *
   * @param profile the profile, which is read only where there is such a variable
   * @param role the key of its {@code environment}
   * @param suffix how the names of such variables end
   * @return the first value that is not blank; empty if there is none
   */
  public Optional<String> setting(String profile, String role, String suffix) {
    if (system.environment().keySet().stream().noneMatch(name -> name.endsWith(suffix))) {
      return Optional.empty();
    }
    return keyfob().profile(profile).environment().getOrDefault(role, List.of()).stream()
        .map(variable -> system.environment().getOrDefault(variable, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** The account that the command is about, if anything tells. */
  public Optional<AccountKey> selected(Optional<String> named) {
    return keyfob().selected(profile(named), globals.account());
  }

  /** The profile that the command line names, if it may be its first argument. */
  public Optional<String> profile(Optional<String> named) {
    Optional<String> option = globals.profile();
    if (named.isPresent() && option.isPresent() && !named.equals(option)) {
      throw AuthException.usage(
          "Two different profiles are given: " + option.get() + " and " + named.get() + ".", null);
    }
    asked = named.isPresent() ? named : option;
    return asked;
  }

  /** An error of a profile that there is not, with the one that was probably meant. */
  public AuthException withSuggestion(AuthException.Misconfigured error) {
    String name =
        asked.or(() -> Optional.ofNullable(system.environment().get("KEYFOB_PROFILE"))).orElse("");
    List<String> known = List.copyOf(keyfob().profiles().names());
    String meant = name.isEmpty() || name.length() > 40 ? null : Suggestions.of(name, known);
    return meant == null || meant.equals(name)
        ? error
        : new AuthException.Misconfigured(
            error.code(),
            error.getMessage() + " Did you mean " + meant + "?",
            error.hint().orElse(null),
            error);
  }

  /** Prints a line of the data asked for. */
  public void print(String line) {
    system.out().println(SafeText.line(line));
  }

  /** Prints a secret that was asked for, as it is. */
  public void printSecret(String line) {
    system.out().println(line);
  }

  /** Prints text of the data asked for, which ends in a line feed. */
  public void printLines(String text) {
    system.out().print(SafeText.lines(text));
  }

  /** Prints the data asked for to a program. */
  public void print(JsonObject object) {
    system.out().println(Json.line(object));
  }

  /** Prints the data asked for to a program and its author. */
  public void printPretty(JsonObject object) {
    system.out().print(SafeText.json(JsonText.pretty(object)));
  }

  /** The colours of standard output. */
  public Style style() {
    return json ? Style.NONE : Style.of(system, system.tty().out());
  }

  /** The colours of standard error. */
  public Style errorStyle() {
    return json ? Style.NONE : Style.of(system, system.tty().err());
  }

  /** Whether somebody may look at what comes and goes on standard error. */
  public boolean isWatched() {
    return !json
        && !globals.quiet()
        && system.tty().err()
        && !system.has("CI")
        && !Style.isDumb(system);
  }

  /** How many columns standard output has. */
  public int columns() {
    return Columns.of(system);
  }

  /** Prints lines of the data asked for that are harmless, and may be in colours. */
  public void printStyled(String text) {
    system.out().print(text);
  }

  /** Tells a person something that is not the data asked for. A program is not bothered. */
  public void note(String line) {
    if (!json && !globals.quiet()) {
      system.err().println(SafeText.line(line));
    }
  }

  /** Whether a program reads the output. */
  public boolean json() {
    return json;
  }

  @Override
  public void close() {
    if (keyfob != null) {
      keyfob.close();
    }
  }
}

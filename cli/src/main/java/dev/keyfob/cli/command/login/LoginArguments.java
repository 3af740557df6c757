package dev.keyfob.cli.command.login;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.NoSplitter;
import dev.keyfob.cli.args.Ports;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.output.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The options of {@code login}, which is three commands: all of it, its first or second half. */
public class LoginArguments extends CommandArguments {
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z0-9-]*");

  /** Options that may be those of a plugin's methods, of which nothing here knows. */
  private final List<String> others = new ArrayList<>();

  @Parameter(names = "--oauth")
  private boolean oauth;

  @Parameter(names = "--device")
  private boolean device;

  @Parameter(names = "--paste")
  private boolean paste;

  @Parameter(names = "--api-key")
  private boolean apiKey;

  @Parameter(names = "--pat")
  private boolean pat;

  @Parameter(names = "--method")
  private @Nullable String method;

  @Parameter(names = "--start")
  private boolean start;

  @Parameter(names = "--finish")
  private @Nullable String finish;

  @Parameter(names = "--no-browser")
  private boolean noBrowser;

  @Parameter(names = "--no-verify")
  private boolean noVerify;

  @Parameter(names = "--port")
  private @Nullable String port;

  @Parameter(names = "--timeout")
  private @Nullable String timeout;

  @Parameter(names = "--store")
  private @Nullable String store;

  @Parameter(names = "--scope", splitter = NoSplitter.class)
  private List<String> scopes = new ArrayList<>();

  @Override
  public final boolean mayBeOption(String name) {
    return OPTION.matcher(name).matches();
  }

  @Override
  public final Command request() {
    positionals().stream().filter(this::mayBeOption).forEach(others::add);
    positionals().removeAll(others);
    Optional<Duration> limit =
        Optional.ofNullable(timeout).map(text -> Times.parse("--timeout", text));
    if (finish != null) {
      requireNothingBeside();
      return new LoginFinishCommand(
          globals(), finish, limit.orElse(LoginFinishCommand.DEFAULT_PATIENCE));
    }
    LoginChoice how =
        new LoginChoice(
            atMostOne(),
            option().filter(chosen -> method == null),
            Optional.ofNullable(method),
            List.copyOf(scopes),
            port == null ? OptionalInt.empty() : OptionalInt.of(Ports.parse(port, 1)),
            limit,
            !noBrowser,
            !noVerify,
            Optional.ofNullable(store));
    return start ? new LoginStartCommand(globals(), how) : new LoginCommand(globals(), how);
  }

  /** The option that chose the method. */
  Optional<String> option() {
    List<String> given = new ArrayList<>();
    add(given, oauth && !paste, "--oauth");
    add(given, paste, "--paste");
    add(given, device, "--device");
    add(given, apiKey, "--api-key");
    add(given, pat, "--pat");
    add(given, method != null, "--method");
    given.addAll(others);
    if (given.size() > 1) {
      throw AuthException.usage(
          "Only one of " + String.join(" and ", given) + " can be given.", null);
    }
    return given.stream().findFirst();
  }

  /** All else was said when the login was started, and is part of the ticket. */
  private void requireNothingBeside() {
    List<String> given = new ArrayList<>(positionals());
    option().ifPresent(given::add);
    add(given, start, "--start");
    add(given, noBrowser, "--no-browser");
    add(given, noVerify, "--no-verify");
    add(given, port != null, "--port");
    add(given, store != null, "--store");
    add(given, !scopes.isEmpty(), "--scope");
    add(given, globals().profile().isPresent(), "--profile");
    add(given, globals().account().isPresent(), "--account");
    if (!given.isEmpty()) {
      throw AuthException.usage(
          "--finish takes a ticket, which says all the rest: leave out " + given.getFirst() + ".",
          "keyfob login --finish TICKET");
    }
  }

  private static void add(List<String> options, boolean given, String option) {
    if (given) {
      options.add(option);
    }
  }
}

package dev.keyfob.cli.command.login;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.NoSplitter;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.args.Ports;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The options of {@code login}, which is three commands: all of it, its first or second half. */
public class LoginArguments extends CommandArguments {
  /** The words that call it. */
  public static final String NAME = "login";

  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z0-9-]*");

  /** Options that may be those of a plugin's methods, of which nothing here knows. */
  private final List<String> others = new ArrayList<>();

  @Parameter(names = "--oauth", category = "How", description = "in the browser")
  private boolean oauth;

  @Parameter(names = "--device", category = "How", description = "on a second device, with a code")
  private boolean device;

  @Parameter(
      names = "--paste",
      category = "How",
      description = "in a browser elsewhere; paste the address it ends at")
  private boolean paste;

  @Parameter(
      names = "--api-key",
      category = "How",
      description = "with an API key, typed or piped in")
  private boolean apiKey;

  @Parameter(
      names = "--pat",
      category = "How",
      description = "with a personal access token, typed or piped in")
  private boolean pat;

  @Parameter(
      names = "--method",
      category = "How",
      description =
          "by any method, such as a plugin's, which may have an option of its own as well")
  @Placeholder("ID")
  private @Nullable String method;

  @Parameter(
      names = "--start",
      category = "In two steps, for agents",
      description = "start a login by --device or --paste, print JSON and exit")
  private boolean start;

  @Parameter(
      names = "--finish",
      category = "In two steps, for agents",
      description =
          "wait for the confirmation, 60 s at most or --timeout; or read the address the "
              + "browser ended at from standard input")
  @Placeholder("TICKET")
  private @Nullable String finish;

  @Parameter(names = "--no-browser", description = "print the address instead of opening a browser")
  private boolean noBrowser;

  @Parameter(names = "--no-verify", description = "do not check the credential with the service")
  private boolean noVerify;

  @Parameter(names = "--port", description = "listen on this port for the browser's answer")
  @Placeholder("PORT")
  private @Nullable String port;

  @Parameter(names = "--timeout", description = "how long to wait, such as 90s or 5m")
  @Placeholder("TIME")
  private @Nullable String timeout;

  @Parameter(
      names = "--store",
      description = "the store: file, keychain, or auto for the first that works")
  @Placeholder("STORE")
  private @Nullable String store;

  @Parameter(
      names = "--scope",
      splitter = NoSplitter.class,
      description = "request this scope, not the profile's scopes; may be repeated")
  @Placeholder("SCOPE")
  private List<String> scopes = new ArrayList<>();

  @Parameter(
      names = "--prompt",
      description = "what the identity provider shall ask, such as login or select_account")
  @Placeholder("WHAT")
  private @Nullable String prompt;

  @Parameter(
      names = "--login-hint",
      description = "who is about to log in, for the identity provider's form")
  @Placeholder("NAME")
  private @Nullable String loginHint;

  @Parameter(
      names = "--listen",
      description = "in a container: listen on this address, with --port the published port")
  @Placeholder("ADDRESS")
  private @Nullable String listen;

  @Parameter(
      names = "--issuer",
      description = "log in there for the first time; the profile is written once it has worked")
  @Placeholder("URL")
  private @Nullable String issuer;

  @Parameter(names = "--client-id", description = "with --issuer: the client registered there")
  @Placeholder("ID")
  private @Nullable String clientId;

  @Override
  public final boolean mayBeOption(String name) {
    return OPTION.matcher(name).matches();
  }

  @Override
  public CommandDescription describe() {
    return new CommandDescription(
            NAME,
            Section.LOG_IN,
            "log in by browser, second device, API key or token",
            """
            Log in to a service and keep the credential.
            """)
        .withUsage(
            "[PROFILE] [OPTIONS]",
            "[PROFILE] --start [OPTIONS]",
            "--finish TICKET [--timeout TIME]")
        .withDetails(
            """
            At a terminal, keyfob asks which method to use. Without a terminal it reads an
            API key or a personal access token from standard input, and never prompts.
            """)
        .withExamples(
            """
            keyfob login heygen
            keyfob login heygen --oauth --account work
            printf %s "$KEY" | keyfob login heygen --api-key
            keyfob login heygen --start
            """);
  }

  @Override
  public final Command toCommand() {
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
            !noBrowser && listen == null,
            !noVerify,
            Optional.ofNullable(store),
            identityParameters(),
            Optional.ofNullable(listen));
    if (issuer != null || clientId != null) {
      return new FirstLoginCommand(globals(), how, required(issuer), required(clientId));
    }
    return start ? new LoginStartCommand(globals(), how) : new LoginCommand(globals(), how);
  }

  private Map<String, String> identityParameters() {
    Map<String, String> parameters = new TreeMap<>();
    if (prompt != null) {
      parameters.put("prompt", prompt);
    }
    if (loginHint != null) {
      parameters.put("login_hint", loginHint);
    }
    return parameters;
  }

  private String required(@Nullable String value) {
    if (value == null || start) {
      throw AuthException.usage(
          "--issuer and --client-id go together, and without --start.",
          "keyfob login \"$NAME\" --issuer \"$ISSUER\" --client-id \"$CLIENT_ID\"");
    }
    return value;
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
    add(given, prompt != null, "--prompt");
    add(given, loginHint != null, "--login-hint");
    add(given, listen != null, "--listen");
    add(given, issuer != null, "--issuer");
    add(given, clientId != null, "--client-id");
    add(given, store != null, "--store");
    add(given, !scopes.isEmpty(), "--scope");
    add(given, globals().profile().isPresent(), "--profile");
    add(given, globals().account().isPresent(), "--account");
    if (!given.isEmpty()) {
      throw AuthException.usage(
          given.getFirst() + " cannot be used with --finish: the ticket already has it.",
          "keyfob login --finish " + finish);
    }
  }

  private static void add(List<String> options, boolean given, String option) {
    if (given) {
      options.add(option);
    }
  }
}

package dev.keyfob.cli.command;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.LoginReport;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.spi.LoginMethod;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.output.LoginPresenter;
import dev.keyfob.cli.output.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Logs in.
 *
 * @param named the profile as an argument
 * @param option the option that chose the method, such as {@code --oauth}
 * @param scopes the scopes to ask for; empty for the profile's
 * @param port the loopback port; empty for the profile's
 * @param timeout how long to wait for the person; empty for the profile's
 * @param openBrowser whether a browser may be opened
 * @param verify whether the service is asked before the credential is kept
 * @param store the store to keep it in; empty for the usual one
 */
record LoginCommand(
    Globals globals,
    Optional<String> named,
    Optional<String> option,
    List<String> scopes,
    OptionalInt port,
    Optional<Duration> timeout,
    boolean openBrowser,
    boolean verify,
    Optional<String> store)
    implements Request {
  @Override
  public int run(Session session) {
    requireProfile(session);
    AccountKey key = session.key(named);
    LoginReport report =
        session
            .keyfob()
            .login(
                new LoginRequest(
                    key,
                    option.map(chosen -> method(session, key, chosen)),
                    scopes,
                    port,
                    timeout,
                    openBrowser,
                    verify,
                    store));
    if (session.json()) {
      session.print(LoginPresenter.json(report));
    }
    LoginPresenter.text(report, session.now()).forEach(session::note);
    report
        .shadowedBy()
        .ifPresent(
            variable ->
                session
                    .notices()
                    .warn(
                        variable + " is set and wins over this login; unset it to use the login."));
    return ExitCode.DONE;
  }

  /** In {@code login --api-key VALUE} the value looks like a profile, and must not be repeated. */
  private void requireProfile(Session session) {
    boolean keyMeant = option.filter(o -> o.equals("--api-key") || o.equals("--pat")).isPresent();
    if (keyMeant
        && named.isPresent()
        && !session.keyfob().profiles().names().contains(named.get())) {
      throw AuthException.usage(
          "The argument after "
              + option.get()
              + " is no profile; a secret is typed or piped in, never given as an argument.",
          "printf %s \"$KEY\" | keyfob login " + option.get());
    }
  }

  private static String method(Session session, AccountKey key, String option) {
    for (LoginMethod method : session.keyfob().loginMethods(key.profile())) {
      if (method.option().equals(option)) {
        return method.id();
      }
    }
    return option;
  }

  /** The command's options. */
  static class Arguments extends CommandArguments {
    @Parameter(names = "--oauth")
    private boolean oauth;

    @Parameter(names = "--device")
    private boolean device;

    @Parameter(names = "--api-key")
    private boolean apiKey;

    @Parameter(names = "--pat")
    private boolean pat;

    @Parameter(names = "--paste")
    private boolean paste;

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

    @Parameter(names = "--scope", splitter = Whole.class)
    private List<String> scopes = new ArrayList<>();

    @Override
    LoginCommand request() {
      return new LoginCommand(
          globals(),
          atMostOne(),
          option(),
          List.copyOf(scopes),
          port == null ? OptionalInt.empty() : OptionalInt.of(port(port)),
          Optional.ofNullable(timeout).map(text -> Times.parse("--timeout", text)),
          !noBrowser,
          !noVerify,
          Optional.ofNullable(store));
    }

    Optional<String> option() {
      List<String> given = new ArrayList<>();
      add(given, oauth && !paste, "--oauth");
      add(given, paste, "--paste");
      add(given, device, "--device");
      add(given, apiKey, "--api-key");
      add(given, pat, "--pat");
      if (given.size() > 1) {
        throw AuthException.usage(
            "Only one of " + String.join(" and ", given) + " can be given.", null);
      }
      return given.stream().findFirst();
    }

    private static void add(List<String> options, boolean given, String option) {
      if (given) {
        options.add(option);
      }
    }

    private static int port(String text) {
      try {
        int port = Integer.parseInt(text);
        if (port > 0 && port < 1 << 16) {
          return port;
        }
      } catch (NumberFormatException e) {
        // reported below
      }
      throw AuthException.usage("The value of --port is not a port number.", null);
    }
  }
}

package dev.keyfob.cli.command.login;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.cli.command.CommandContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to log in to, and how.
 *
 * @param named the profile as an argument
 * @param option the option that chose the method, such as {@code --oauth}
 * @param method the method's id, where it was chosen by that
 * @param scopes the scopes to ask for; empty for the profile's
 * @param port the loopback port; empty for the profile's
 * @param timeout how long to wait for the person; empty for the profile's
 * @param openBrowser whether a browser may be opened
 * @param verify whether the service is asked before the credential is kept
 * @param store the store to keep it in; empty for the usual one
 * @param parameters what else the request to the identity provider says
 * @param listen the address to listen on; empty for the loopback interface
 */
record LoginChoice(
    Optional<String> named,
    Optional<String> option,
    Optional<String> method,
    List<String> scopes,
    OptionalInt port,
    Optional<Duration> timeout,
    boolean openBrowser,
    boolean verify,
    Optional<String> store,
    Map<String, String> parameters,
    Optional<String> listen) {
  /** The methods of keyfob's own providers; those of plugins have options of their own. */
  private static final List<String> OPTIONS =
      List.of("--oauth", "--paste", "--device", "--api-key", "--pat");

  /**
   * Finds the account and the method.
   *
   * @throws AuthException.Misconfigured if there is no such profile
   */
  LoginRequest request(CommandContext context) {
    requireProfile(context);
    AccountKey key = context.key(named);
    return LoginRequest.builder(key)
        .method(option.map(chosen -> method(context, key, chosen)).or(() -> method))
        .scopes(scopes)
        .port(port)
        .timeout(timeout)
        .openBrowser(openBrowser && !isLeftToThePerson(context))
        .verify(verify)
        .store(store)
        .parameters(parameters)
        .listen(listen)
        .build();
  }

  /** The same for a profile by its name. */
  LoginChoice to(String profile) {
    return new LoginChoice(
        Optional.of(profile),
        option,
        method,
        scopes,
        port,
        timeout,
        openBrowser,
        verify,
        store,
        parameters,
        listen);
  }

  /** Who has said for good that no browser is to be opened wants to open the address themselves. */
  private static boolean isLeftToThePerson(CommandContext context) {
    return context.interaction().interactive()
        && (context.system().has("KEYFOB_NO_BROWSER")
            || context.system().environment().getOrDefault("BROWSER", "").strip().equals("none"));
  }

  /** In {@code login --api-key VALUE} the value looks like a profile, and must not be repeated. */
  private void requireProfile(CommandContext context) {
    boolean keyMeant = option.filter(o -> o.equals("--api-key") || o.equals("--pat")).isPresent();
    if (keyMeant
        && named.isPresent()
        && !context.keyfob().profiles().names().contains(named.get())) {
      throw AuthException.usage(
          "The argument after "
              + option.get()
              + " is not a profile; secrets are typed or piped in, never passed as arguments.",
          "printf %s \"$KEY\" | keyfob login " + option.get());
    }
  }

  private static String method(CommandContext context, AccountKey key, String option) {
    for (LoginMethod method : context.keyfob().loginMethods(key.profile())) {
      if (method.option().equals(option)) {
        return method.id();
      }
    }
    if (!OPTIONS.contains(option)) {
      throw AuthException.usage("Unknown option: " + option + ".", "keyfob help login");
    }
    return option;
  }
}

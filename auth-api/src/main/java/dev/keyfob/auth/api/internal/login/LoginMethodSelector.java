package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.LoginRequest;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StaticKeySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses how to log in when the request does not say: the person picks, and without one it is
 * whatever fits the secret that was piped in. Nothing waits for a person who is not there.
 */
public final class LoginMethodSelector {
  private static final Duration PIPE_LIMIT = Duration.ofSeconds(30);
  private static final String PAT = "pat";
  private static final String BROWSER = "browser";
  private static final String PASTE = "paste";

  private LoginMethodSelector() {}

  /**
   * Chooses.
   *
   * @param methods what the service offers, API keys first
   * @throws AuthException.NotLoggedIn with {@code not_interactive} if only a person could go on
   * @throws AuthException.Misconfigured if the service offers nothing
   */
  public static LoginMethod choose(
      ServiceProfile profile,
      List<LoginMethod> methods,
      LoginRequest request,
      Interaction interaction) {
    if (methods.isEmpty()) {
      throw AuthException.usage(
          "The profile " + profile.name() + " offers no way to log in.",
          "keyfob profile show " + profile.name());
    }
    Optional<String> noBrowser =
        request.openBrowser() ? interaction.noBrowserReason() : Optional.empty();
    List<LoginMethod> here = noBrowser.isEmpty() ? methods : without(BROWSER, methods);
    if (interaction.interactive()) {
      return pick(profile, here.isEmpty() ? methods : here, noBrowser, interaction);
    }
    List<LoginMethod> unattended = here.stream().filter(method -> !method.needsPerson()).toList();
    if (unattended.isEmpty()) {
      throw nobody(profile, here, request.key());
    }
    String piped =
        interaction
            .pipedSecret(PIPE_LIMIT)
            .orElseThrow(() -> nobody(profile, here, request.key()))
            .reveal();
    boolean isPat =
        profile.pat().flatMap(StaticKeySettings::prefix).filter(piped::startsWith).isPresent();
    return unattended.stream()
        .filter(method -> method.id().equals(PAT) == isPat)
        .findFirst()
        .orElse(unattended.getFirst());
  }

  private static LoginMethod pick(
      ServiceProfile profile,
      List<LoginMethod> methods,
      Optional<String> noBrowser,
      Interaction interaction) {
    if (methods.size() == 1) {
      return methods.getFirst();
    }
    noBrowser.ifPresent(why -> interaction.show("No browser can be opened here: " + why + "."));
    return methods.get(
        interaction.choose(
            "How do you want to log in to " + profile.displayName() + "?",
            methods.stream().map(LoginMethod::label).toList()));
  }

  private static List<LoginMethod> without(String id, List<LoginMethod> methods) {
    return methods.stream().filter(method -> !method.id().equals(id)).toList();
  }

  /** Names what works where nobody is: a paste needs a terminal, but can be done in two steps. */
  private static AuthException nobody(
      ServiceProfile profile, List<LoginMethod> methods, AccountKey key) {
    List<String> commands = new ArrayList<>();
    for (LoginMethod method : without(PASTE, methods)) {
      String command = key.loginCommand(method);
      commands.add(method.needsPerson() ? command : "printf %s \"$KEY\" | " + command);
    }
    if (profile.oauth().isPresent()) {
      commands.add(key.loginCommand() + " --start");
    }
    return new AuthException.NotLoggedIn(
        ErrorCode.NOT_INTERACTIVE,
        "No login method is given for " + profile.displayName() + ", and keyfob cannot ask here.",
        String.join(", or ", commands));
  }
}

package dev.keyfob.auth.api.internal.session;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.StaticKeySettings;
import dev.keyfob.auth.api.spi.Interaction;
import dev.keyfob.auth.api.spi.LoginMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses how to log in when the request does not say: the person picks, and without one it is
 * whatever fits the secret that was piped in. Nothing waits for a person who is not there.
 */
public final class MethodChoice {
  private static final Duration PIPE_LIMIT = Duration.ofSeconds(30);
  private static final String PAT = "pat";

  private MethodChoice() {}

  /**
   * Chooses.
   *
   * @param methods what the service offers, API keys first
   * @throws AuthException.NotLoggedIn with {@code not_interactive} if only a person could go on
   * @throws AuthException.Misconfigured if the service offers nothing
   */
  public static LoginMethod choose(
      ServiceProfile profile, List<LoginMethod> methods, Interaction interaction) {
    if (methods.isEmpty()) {
      throw AuthException.usage(
          "The profile " + profile.name() + " offers no way to log in.",
          "keyfob profile show " + profile.name());
    }
    if (interaction.interactive()) {
      return methods.size() == 1
          ? methods.getFirst()
          : methods.get(
              interaction.choose(
                  "How do you want to log in to " + profile.displayName() + "?",
                  methods.stream().map(LoginMethod::label).toList()));
    }
    List<LoginMethod> unattended =
        methods.stream().filter(method -> !method.needsPerson()).toList();
    if (unattended.isEmpty()) {
      throw nobody(profile, methods);
    }
    String piped =
        interaction.pipedSecret(PIPE_LIMIT).orElseThrow(() -> nobody(profile, methods)).reveal();
    boolean isPat =
        profile.pat().flatMap(StaticKeySettings::prefix).filter(piped::startsWith).isPresent();
    return unattended.stream()
        .filter(method -> method.id().equals(PAT) == isPat)
        .findFirst()
        .orElse(unattended.getFirst());
  }

  private static AuthException nobody(ServiceProfile profile, List<LoginMethod> methods) {
    List<String> commands = new ArrayList<>();
    for (LoginMethod method : methods) {
      String command = "keyfob login " + profile.name() + " " + method.option();
      commands.add(method.needsPerson() ? command : "printf %s \"$KEY\" | " + command);
    }
    return new AuthException.NotLoggedIn(
        ErrorCode.NOT_INTERACTIVE,
        "Nobody is there to choose how to log in to " + profile.displayName() + ".",
        String.join(", or ", commands));
  }
}

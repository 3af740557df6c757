package dev.keyfob.auth.api.internal.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Interaction;
import dev.keyfob.auth.api.LoginMethod;
import dev.keyfob.auth.api.ServiceProfile;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to log in when a command does not say: what {@code KEYFOB_LOGIN_METHOD} says for all
 * services, where one offers it, else what the profile's {@code loginMethod} says.
 */
public final class DefaultMethod {
  /** The variable's name. */
  public static final String VARIABLE = "KEYFOB_LOGIN_METHOD";

  private static final String FIELD = "loginMethod";
  private static final String BROWSER = "browser";

  private DefaultMethod() {}

  /**
   * Finds it.
   *
   * @param methods what the service offers
   * @param interaction tells whether a browser would come up
   * @return empty if nothing is said, or the browser is meant and none can come up here
   * @throws AuthException.Misconfigured if the profile names what it does not offer
   */
  public static Optional<LoginMethod> of(
      ServiceProfile profile,
      List<LoginMethod> methods,
      Map<String, String> environment,
      Interaction interaction) {
    String general = environment.getOrDefault(VARIABLE, "").strip();
    Optional<LoginMethod> chosen = find(general, methods).or(() -> inProfile(profile, methods));
    return chosen.filter(
        method -> !method.id().equals(BROWSER) || interaction.noBrowserReason().isEmpty());
  }

  private static Optional<LoginMethod> inProfile(
      ServiceProfile profile, List<LoginMethod> methods) {
    JsonValue said = profile.document().get(FIELD);
    if (said == null && profile.document().get("oauth") instanceof JsonObject oauth) {
      said = oauth.get(FIELD);
    }
    if (!(said instanceof JsonString text)) {
      return Optional.empty();
    }
    Optional<LoginMethod> method = find(text.getString().strip(), methods);
    if (method.isEmpty()) {
      throw AuthException.usage(
          "The profile "
              + profile.name()
              + " names the "
              + FIELD
              + " "
              + text.getString()
              + ", which it does not offer: "
              + String.join(", ", methods.stream().map(LoginMethod::id).toList())
              + ".",
          "keyfob profile show " + profile.name());
    }
    return method;
  }

  /** By its id, or as its option spells it. */
  private static Optional<LoginMethod> find(String name, List<LoginMethod> methods) {
    return methods.stream()
        .filter(method -> method.id().equals(name) || method.option().equals("--" + name))
        .findFirst();
  }
}

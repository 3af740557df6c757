package dev.keyfob.cli.command.profile;

import dev.keyfob.auth.api.AuthException;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A profile that somebody else has written, seen for what it may do: it says to which hosts a
 * credential goes, and which of the user's variables and files are that credential.
 */
record ImportedProfile(String name, JsonObject document) {
  private static final List<String> ADDRESSES =
      List.of(
          "issuer",
          "endpointBaseUri",
          "authorizationEndpoint",
          "tokenEndpoint",
          "refreshEndpoint",
          "revocationEndpoint",
          "deviceAuthorizationEndpoint",
          "userinfoEndpoint",
          "metadataUri");

  /** What a person should know before logging in with it, a line for each. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    text(document, "apiBaseUri").ifPresent(api -> lines.add("Requests go to " + api + "."));
    if (document.get("oauth") instanceof JsonObject oauth) {
      ADDRESSES.forEach(
          field ->
              text(oauth, field)
                  .ifPresent(
                      address -> lines.add("Logins and renewals: " + field + " " + address)));
    }
    for (String variable : variables()) {
      lines.add("The variable " + variable + " is read.");
    }
    text(document, "credentialFile")
        .ifPresent(path -> lines.add("The file " + path + " is read and written."));
    ImportedSource.of(document).forEach(source -> lines.add(source.told()));
    return lines;
  }

  /**
   * Sees to it that it does not send what was never meant for it.
   *
   * @param anyway the command that imports it all the same
   * @throws AuthException.Misconfigured if it names a variable of another name, a file, or what
   *     else of the user's a token is obtained with
   */
  void requireHarmless(String anyway) {
    List<String> foreign = variables().stream().filter(variable -> !isOwn(variable)).toList();
    if (!foreign.isEmpty()) {
      throw sending("the variable " + String.join(", ", foreign), anyway);
    }
    text(document, "credentialFile")
        .ifPresent(
            path -> {
              throw sending("the file " + path, anyway);
            });
    for (ImportedSource source : ImportedSource.of(document)) {
      if (!source.variable().filter(this::isOwn).isPresent()) {
        throw refused(source.feared(), anyway);
      }
    }
  }

  /** Whether a variable is named after the profile, and so meant for it. */
  private boolean isOwn(String variable) {
    String own = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_";
    return variable.startsWith(own) || variable.startsWith("KEYFOB_" + own);
  }

  private static AuthException sending(String what, String anyway) {
    return refused("send " + what + " of yours to its host", anyway);
  }

  private static AuthException refused(String what, String anyway) {
    return AuthException.usage(
        "The profile would "
            + what
            + ". Review it, and import it with --force if that is intended.",
        anyway);
  }

  private List<String> variables() {
    List<String> names = new ArrayList<>();
    if (document.get("environment") instanceof JsonObject roles) {
      for (JsonValue listed : roles.values()) {
        if (listed instanceof JsonArray list) {
          list.stream()
              .filter(JsonString.class::isInstance)
              .forEach(item -> names.add(((JsonString) item).getString()));
        } else if (listed instanceof JsonString single) {
          names.add(single.getString());
        }
      }
    }
    return names;
  }

  private static Optional<String> text(JsonObject object, String field) {
    return object.get(field) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }
}

package dev.keyfob.cli.command.login;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;

/**
 * Logs in where there is no profile yet. The profile is there for the time of the login, and stays
 * only if that has worked.
 *
 * @param how what to log in to and by which method; the profile is named after the issuer's host
 *     unless it has a name
 * @param issuer the identity provider
 * @param clientId the client registered there
 */
record FirstLoginCommand(GlobalOptions globals, LoginChoice how, String issuer, String clientId)
    implements Command {
  private static final List<String> SCOPES = List.of("openid", "profile", "email");

  @Override
  public int run(CommandContext context) {
    Profiles profiles = context.keyfob().profiles();
    String name = how.named().or(globals::profile).orElseGet(this::host);
    if (profiles.isOwn(name)) {
      throw AuthException.usage(
          "There is a profile named " + name + " already.",
          "keyfob login " + name + ", or give the new one another name");
    }
    profiles.put(name, document(name));
    boolean worked = false;
    try {
      int code = new LoginCommand(globals(), how.to(name)).run(context);
      worked = true;
      context.note("Wrote the profile " + name + ".");
      return code;
    } finally {
      if (!worked) {
        boolean _ = profiles.remove(name);
      }
    }
  }

  private String host() {
    try {
      String host = URI.create(issuer).getHost();
      if (host != null) {
        return host;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw AuthException.usage("--issuer is not an address.", null);
  }

  private JsonObject document(String name) {
    JsonArrayBuilder scopes = JsonText.PROVIDER.createArrayBuilder();
    (how.scopes().isEmpty() ? SCOPES : how.scopes()).forEach(scopes::add);
    return JsonText.PROVIDER
        .createObjectBuilder()
        .add("name", name)
        .add(
            "oauth",
            JsonText.PROVIDER
                .createObjectBuilder()
                .add("issuer", issuer)
                .add("clientId", clientId)
                .add("scopes", scopes))
        .build();
  }
}

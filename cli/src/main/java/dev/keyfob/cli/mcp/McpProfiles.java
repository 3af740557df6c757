package dev.keyfob.cli.mcp;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.api.spi.support.SecureUri;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** The profiles of Model Context Protocol servers. */
public final class McpProfiles {
  private static final String API = "apiBaseUri";
  private static final String OAUTH = "oauth";

  private final Keyfob keyfob;

  /**
   * Works on the profiles of a library.
   *
   * @param keyfob the library
   */
  public McpProfiles(Keyfob keyfob) {
    this.keyfob = keyfob;
  }

  /**
   * Reads an address.
   *
   * @param text what was given
   * @return the address
   * @throws AuthException.Misconfigured if it is not https, or http on this machine
   */
  public static URI address(String text) {
    try {
      URI uri = URI.create(text);
      if (SecureUri.isSecure(uri) && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // refused below
    }
    throw AuthException.usage("The server's address is not an https URL: " + text + ".", null);
  }

  /**
   * The profile of a server.
   *
   * @param server its address
   * @return the profile's name; empty if there is none
   */
  public Optional<String> find(URI server) {
    Profiles profiles = keyfob.profiles();
    return profiles.names().stream()
        .filter(profiles::isOwn)
        .filter(name -> isOf(profiles.document(name), server))
        .findFirst();
  }

  private static boolean isOf(JsonObject document, URI server) {
    return document.getBoolean("mcp", false)
        && document.get(API) instanceof JsonString api
        && api.getString().equals(server.toString());
  }

  /**
   * The profile of a server that has none.
   *
   * @param name its name
   * @param server the server's address
   * @param discovered what the server says of its authorization
   * @return the profile
   */
  public static JsonObjectBuilder document(String name, URI server, JsonObject discovered) {
    return JsonText.PROVIDER
        .createObjectBuilder()
        .add("name", name)
        .add(API, server.toString())
        .add("mcp", true)
        .add(OAUTH, discovered);
  }

  /**
   * A name for a server: that of its host, with a number if another server has it.
   *
   * @param server the server's address
   * @return a name that no profile has
   */
  public String freeName(URI server) {
    String host = server.getHost().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "");
    String name = host;
    for (int i = 2; keyfob.profiles().names().contains(name); i++) {
      name = host + "-" + i;
    }
    return name;
  }

  /**
   * Takes over what a server says of its authorization now. A client that the user has registered
   * at one authorization server is not taken to another.
   *
   * @param profile the server's profile
   * @param discovered what the server says
   * @return whether the profile now names another authorization server
   * @throws AuthException.Misconfigured if the profile names a client of the old one
   */
  public boolean update(ServiceProfile profile, JsonObject discovered) {
    JsonObject document = keyfob.profiles().document(profile.name());
    if (!document.getBoolean("mcp", false) || !(document.get(OAUTH) instanceof JsonObject oauth)) {
      return false;
    }
    String now = discovered.getString("issuer");
    if (now.equals(oauth.getString("issuer", now))) {
      return false;
    }
    if (oauth.containsKey("clientId")) {
      throw AuthException.usage(
          profile.name()
              + " has moved to another authorization server, where the client of the profile is not"
              + " registered.",
          "keyfob profile add "
              + profile.name()
              + " --mcp "
              + document.getString(API)
              + " --force");
    }
    JsonObjectBuilder changed = JsonText.PROVIDER.createObjectBuilder(oauth).add("issuer", now);
    if (discovered.containsKey("resource") && oauth.get("resource") instanceof JsonString) {
      changed.add("resource", discovered.getString("resource"));
    }
    keyfob
        .profiles()
        .put(
            profile.name(),
            JsonText.PROVIDER.createObjectBuilder(document).add(OAUTH, changed).build());
    return true;
  }
}

package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.api.spi.support.JsonFields;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the database is: {@code postgresql://[USER[:PASSWORD]@]HOST[:PORT][,HOST…]/DATABASE?…}, as
 * libpq and most tools write it. Loads nothing of the driver.
 *
 * @param url as it was configured, to tell one server from another; may hold a password
 * @param hosts the hosts and ports, as in a URL
 * @param database the database's name
 * @param user the user and the password, if they are in the URL
 * @param parameters the other settings, such as {@code sslmode}
 */
record ServerAddress(
    String url, String hosts, String database, User user, Map<String, String> parameters) {
  static final String VARIABLE = "KEYFOB_POSTGRESQL_URL";
  private static final String EXAMPLE =
      "export " + VARIABLE + "=\"postgresql://$USER@$HOST/$DATABASE\"";

  /** Everything else of the driver's could load classes, write files or weaken what is here. */
  private static final Set<String> PARAMETERS =
      Set.of(
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "channelBinding",
          "currentSchema",
          "targetServerType",
          "connectTimeout",
          "user",
          "password");

  /** A user, who may have no name and no password here. */
  record User(Optional<String> name, Optional<String> password) {
    /** Hides the password. */
    @Override
    public String toString() {
      return "User[" + name.orElse("") + "]";
    }
  }

  /**
   * What the environment names, else the profile.
   *
   * @throws AuthException.Misconfigured if neither does, or it is no such URL
   */
  static ServerAddress of(StoreContext context) {
    String given = context.environment().getOrDefault(VARIABLE, "").strip();
    if (!given.isEmpty()) {
      return parse(given, "The environment variable " + VARIABLE);
    }
    return JsonFields.of(
            context.profile().document(),
            problem -> AuthException.usage("In the profile " + problem + ".", EXAMPLE))
        .object(PostgresqlStoreFactory.ID)
        .flatMap(settings -> settings.text("url"))
        .map(url -> parse(url, "postgresql.url of the profile " + context.profile().name()))
        .orElseThrow(() -> AuthException.usage("No PostgreSQL server is configured.", EXAMPLE));
  }

  /** Its parts; the message of a failure does not repeat it, since it may hold a password. */
  static ServerAddress parse(String url, String source) {
    String rest = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    int scheme = rest.indexOf("://");
    String name = scheme < 0 ? "" : rest.substring(0, scheme).toLowerCase(Locale.ROOT);
    if (!name.equals("postgresql") && !name.equals("postgres")) {
      throw wrong(source, "is not an address that begins with postgresql://");
    }
    rest = rest.substring(scheme + "://".length());
    String query = "";
    int mark = rest.indexOf('?');
    if (mark >= 0) {
      query = rest.substring(mark + 1);
      rest = rest.substring(0, mark);
    }
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String database = slash < 0 ? "" : decode(rest.substring(slash + 1), source);
    int at = authority.lastIndexOf('@');
    String credentials = at < 0 ? "" : authority.substring(0, at);
    String hosts = authority.substring(at + 1);
    if (hosts.isBlank() || database.isBlank() || database.indexOf('/') >= 0) {
      throw wrong(source, "does not name a host and a database");
    }
    for (int i = 0; i < hosts.length(); i++) {
      char c = hosts.charAt(i);
      if (!Character.isLetterOrDigit(c) && ".-_:,[]%".indexOf(c) < 0) {
        throw wrong(source, "does not name a host and a database");
      }
    }
    Map<String, String> parameters = parameters(query, source);
    int colon = credentials.indexOf(':');
    Optional<String> user =
        present(colon < 0 ? credentials : credentials.substring(0, colon), source)
            .or(() -> Optional.ofNullable(parameters.get("user")));
    Optional<String> password =
        (colon < 0 ? Optional.<String>empty() : present(credentials.substring(colon + 1), source))
            .or(() -> Optional.ofNullable(parameters.get("password")));
    parameters.remove("user");
    parameters.remove("password");
    return new ServerAddress(url, hosts, database, new User(user, password), parameters);
  }

  private static Map<String, String> parameters(String query, String source) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals), source);
      if (!PARAMETERS.contains(name)) {
        throw wrong(source, "has the parameter " + name + ", which keyfob does not pass on");
      }
      parameters.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1), source));
    }
    return parameters;
  }

  private static Optional<String> present(String text, String source) {
    return text.isEmpty() ? Optional.empty() : Optional.of(decode(text, source));
  }

  /** As in a path: a plus sign is one. */
  private static String decode(String text, String source) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong(source, "has a malformed percent sign");
    }
  }

  private static AuthException wrong(String source, String problem) {
    return AuthException.usage(source + " " + problem + ".", EXAMPLE);
  }

  /** Whether everything that is sent stays on this machine. */
  boolean isLoopback() {
    for (String host : hosts.split(",", -1)) {
      String name = host.startsWith("[") ? host : host.replaceAll(":\\d*$", "");
      if (!name.equals("localhost") && !name.startsWith("127.") && !name.startsWith("[::1]")) {
        return false;
      }
    }
    return true;
  }

  /** For messages, and to keep apart what is stored beside servers: without user and password. */
  String place() {
    return hosts + "/" + database;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "postgresql://" + place();
  }
}

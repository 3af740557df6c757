package dev.keyfob.store.postgresql;

import dev.keyfob.auth.api.spi.support.Environment;
import dev.keyfob.auth.api.spi.support.Passphrase;
import java.util.Map;
import java.util.Properties;

/** What the driver is told beside the address. */
final class DriverProperties {
  /** The password, and with {@code _FILE} the file that holds it. */
  static final String PASSWORD = "KEYFOB_POSTGRESQL_PASSWORD";

  private DriverProperties() {}

  static String jdbcUrl(ServerAddress server) {
    return "jdbc:postgresql://" + server.hosts() + "/" + encode(server.database());
  }

  private static String encode(String name) {
    return name.replace("%", "%25").replace("?", "%3F").replace("#", "%23");
  }

  /** Without a password the driver looks into {@code ~/.pgpass} or {@code PGPASSFILE} itself. */
  static Properties of(ServerAddress server, Map<String, String> environment) {
    Properties properties = new Properties();
    properties.putAll(server.parameters());
    // libpq's own default falls back to an unencrypted connection without a word.
    properties.putIfAbsent("sslmode", server.isLoopback() ? "prefer" : "require");
    properties.putIfAbsent("targetServerType", "primary");
    // Each answer has its time, and a login as a whole has none: among many processes that start at
    // once on a small machine it takes long, and the server is not away.
    properties.putIfAbsent("connectTimeout", "5");
    properties.setProperty("socketTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    // Named statements would be looked for on another connection behind a pooler.
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("ApplicationName", "keyfob");
    properties.setProperty("gssEncMode", "disable");
    server
        .user()
        .name()
        .or(() -> Environment.value(environment, "PGUSER"))
        .ifPresent(name -> properties.setProperty("user", name));
    Passphrase.from(environment, PASSWORD)
        .map(password -> password.value().reveal())
        .or(() -> server.user().password())
        .or(() -> Environment.value(environment, "PGPASSWORD"))
        .ifPresent(password -> properties.setProperty("password", password));
    return properties;
  }
}

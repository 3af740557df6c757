package dev.keyfob.junit;

import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.stability.Evolving;
import dev.keyfob.junit.keycloak.KeycloakServer;
import dev.keyfob.junit.keycloak.Realm;
import dev.keyfob.junit.keycloak.TestLogin;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The extension behind {@link KeycloakRealm} and {@link LoggedIn}. Needs JUnit 5.13 or later, which
 * keeps one Keycloak for all classes of a JVM and closes it after the last. Safe for tests that run
 * at the same time.
 */
@Evolving
public final class KeycloakExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(KeycloakExtension.class);
  private static final Set<Class<?>> LOGINS =
      Set.of(AuthenticatedClient.class, Keyfob.class, Secret.class, TestLogin.class);

  /** An extension, as JUnit makes it. */
  public KeycloakExtension() {
    // nothing to prepare
  }

  /**
   * The Keycloak of this JVM's tests, for extensions of one's own. Blocks until it is there, when
   * nobody has asked before.
   *
   * @param context the extension's context
   * @return the server, which is closed at the end of the run
   * @throws IllegalStateException as {@link KeycloakServer#start}
   */
  public static KeycloakServer server(ExtensionContext context) {
    return server(context, System.getenv());
  }

  /**
   * The Keycloak of this JVM's tests, for an extension that knows better than the environment how
   * it is to run. Blocks until it is there, when nobody has asked before.
   *
   * @param context the extension's context
   * @param environment what {@link KeycloakServer#start} is given, if it has not been started
   * @return the server, which is closed at the end of the run
   * @throws IllegalStateException as {@link KeycloakServer#start}
   */
  public static KeycloakServer server(ExtensionContext context, Map<String, String> environment) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(
            KeycloakServer.class,
            ignored -> KeycloakServer.start(environment),
            KeycloakServer.class);
  }

  /** Has the realm there before the first test, so that no test's own time includes it. */
  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<Realm> _ = realm(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return parameter.isAnnotated(LoggedIn.class)
        || type == Realm.class
        || type == KeycloakServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == KeycloakServer.class) {
      return server(context);
    }
    Realm realm =
        realm(context)
            .orElseThrow(
                () ->
                    new ParameterResolutionException(
                        "A %s needs a class with @KeycloakRealm".formatted(type.getSimpleName())));
    return parameter
        .findAnnotation(LoggedIn.class)
        .map(wanted -> login(wanted, type, realm, context))
        .orElse(realm);
  }

  private static Object login(
      LoggedIn wanted, Class<?> type, Realm realm, ExtensionContext context) {
    if (!LOGINS.contains(type)) {
      throw new ParameterResolutionException(
          "@LoggedIn gives an AuthenticatedClient, a Keyfob, a Secret or a TestLogin, but no "
              + type.getName());
    }
    TestLogin.Builder builder =
        realm.login(wanted.value()).profile(wanted.profile()).scopes(wanted.scopes());
    TestAddress.find(context).ifPresent(builder::api);
    TestLogin login = builder.open();
    // JUnit closes what it keeps when the test, or the class of a constructor's parameter, is over.
    context.getStore(NAMESPACE).put(login, login);
    if (type == AuthenticatedClient.class) {
      return login.client();
    }
    if (type == Keyfob.class) {
      return login.keyfob();
    }
    return type == Secret.class ? login.token() : login;
  }

  /** A realm of the server, and what it was made of. */
  private record Added(JsonObject representation, Realm realm) {}

  private static Optional<Realm> realm(ExtensionContext context) {
    return description(context).map(described -> realm(described, context));
  }

  private static Realm realm(RealmDescription described, ExtensionContext context) {
    JsonObject representation = described.representation();
    KeycloakServer server = server(context);
    String name = representation.getString("realm", "");
    Added added =
        context
            .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
            .getOrComputeIfAbsent(
                "realm " + name,
                ignored ->
                    new Added(
                        representation,
                        server.addRealm(representation, described.annotation().client())),
                Added.class);
    if (!added.representation().equals(representation)) {
      throw new ExtensionConfigurationException(
          "%s describes the realm %s differently than another class: give it another name"
              .formatted(described.testClass().getName(), name));
    }
    return added.realm();
  }

  /** Of the test class, or for a nested one of a class around it. */
  private static Optional<RealmDescription> description(ExtensionContext context) {
    for (Class<?> c = context.getTestClass().orElse(null); c != null; c = c.getEnclosingClass()) {
      KeycloakRealm annotation = c.getAnnotation(KeycloakRealm.class);
      if (annotation != null) {
        return Optional.of(new RealmDescription(annotation, c));
      }
    }
    return Optional.empty();
  }
}

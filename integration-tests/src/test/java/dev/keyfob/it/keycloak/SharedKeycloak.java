package dev.keyfob.it.keycloak;

import dev.keyfob.junit.KeycloakExtension;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one {@link KeycloakServer} of the test run: started for the first that asks,
 * closed at the end. It is the one of {@code KeycloakRealm} as well.
 */
public final class SharedKeycloak implements BeforeAllCallback, ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedKeycloak.class);

  /** Before the extension itself would start one in its own way. */
  @Override
  public void beforeAll(ExtensionContext context) {
    var _ = KeycloakExtension.server(context, KeycloakServer.environment());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == KeycloakServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(
            KeycloakServer.class,
            ignored ->
                KeycloakServer.of(KeycloakExtension.server(context, KeycloakServer.environment())),
            KeycloakServer.class);
  }
}

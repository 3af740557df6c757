package dev.keyfob.it.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.keyfob.it.keycloak.KeycloakServer;
import jakarta.ws.rs.core.Response;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.admin.client.resource.ClientsResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/**
 * Clients and the platform they trust, in the test realm. Each takes the place of one of its name.
 *
 * @param keycloak the server
 */
record Clients(KeycloakServer keycloak) {
  /** One that acts for itself. */
  void service(String id, String authenticator, Map<String, String> attributes) {
    ClientRepresentation client = of(id, attributes);
    client.setClientAuthenticatorType(authenticator);
    client.setServiceAccountsEnabled(true);
    client.setStandardFlowEnabled(false);
    create(client);
  }

  /** One with a secret, whose own tokens it may exchange. */
  void exchanger(String id, String secret) {
    ClientRepresentation client = of(id, Map.of("standard.token.exchange.enabled", "true"));
    client.setSecret(secret);
    client.setServiceAccountsEnabled(true);
    client.setStandardFlowEnabled(false);
    ProtocolMapperRepresentation audience = new ProtocolMapperRepresentation();
    audience.setName("is what its tokens are for");
    audience.setProtocol("openid-connect");
    audience.setProtocolMapper("oidc-audience-mapper");
    audience.setConfig(Map.of("included.client.audience", id, "access.token.claim", "true"));
    client.setProtocolMappers(List.of(audience));
    create(client);
  }

  /** One that people log in with. */
  void login(String id, String authenticator, Map<String, String> attributes) {
    ClientRepresentation client = of(id, attributes);
    client.setClientAuthenticatorType(authenticator);
    client.setRedirectUris(List.of("http://127.0.0.1/*"));
    create(client);
  }

  private static ClientRepresentation of(String id, Map<String, String> attributes) {
    ClientRepresentation client = new ClientRepresentation();
    client.setClientId(id);
    client.setPublicClient(false);
    Map<String, String> all = new HashMap<>(attributes);
    all.put("access.token.lifespan", "300"); // those of the realm are due after half a minute
    client.setAttributes(all);
    return client;
  }

  private void create(ClientRepresentation client) {
    ClientsResource all = keycloak.realm().clients();
    all.findByClientId(client.getClientId()).forEach(old -> all.get(old.getId()).remove());
    try (Response created = all.create(client)) {
      assertEquals(201, created.getStatus());
    }
  }

  /**
   * The platform as an identity provider that vouches for clients (federated client authentication)
   * and for a person (RFC 7523 section 2.1), whom nobody sees at the sign-in form.
   */
  void trust(JobPlatform platform, String person) {
    distrust();
    IdentityProviderRepresentation provider = new IdentityProviderRepresentation();
    provider.setAlias(JobPlatform.ALIAS);
    provider.setProviderId("oidc");
    provider.setEnabled(true);
    provider.setHideOnLogin(true);
    provider.setConfig(
        Map.ofEntries(
            Map.entry("issuer", JobPlatform.ISSUER),
            Map.entry("clientId", "unused"),
            Map.entry("clientSecret", "unused"),
            Map.entry("authorizationUrl", JobPlatform.ISSUER + "/authorize"),
            Map.entry("tokenUrl", JobPlatform.ISSUER + "/token"),
            Map.entry("validateSignature", "true"),
            Map.entry("useJwksUrl", "false"),
            Map.entry("publicKeySignatureVerifier", platform.publicKey()),
            Map.entry("publicKeySignatureVerifierKeyId", "platform"),
            Map.entry("supportsClientAssertions", "true"),
            Map.entry("jwtAuthorizationGrantEnabled", "true")));
    try (Response created = keycloak.realm().identityProviders().create(provider)) {
      assertEquals(201, created.getStatus());
    }
    FederatedIdentityRepresentation same = new FederatedIdentityRepresentation();
    same.setIdentityProvider(JobPlatform.ALIAS);
    same.setUserId(JobPlatform.JOB);
    same.setUserName(JobPlatform.JOB);
    String id = keycloak.realm().users().searchByUsername(person, true).getFirst().getId();
    try (Response linked =
        keycloak.realm().users().get(id).addFederatedIdentity(JobPlatform.ALIAS, same)) {
      assertEquals(204, linked.getStatus());
    }
  }

  /** Forgets the platform, and with it who it vouches for. */
  void distrust() {
    keycloak.realm().identityProviders().findAll().stream()
        .filter(known -> known.getAlias().equals(JobPlatform.ALIAS))
        .forEach(known -> keycloak.realm().identityProviders().get(known.getAlias()).remove());
  }

  /** What a token says; its signature is the server's business. */
  static JWTClaimsSet claims(String token) {
    try {
      return SignedJWT.parse(token.strip()).getJWTClaimsSet();
    } catch (ParseException e) {
      throw new AssertionError("no JWT: " + token.length() + " characters", e);
    }
  }
}

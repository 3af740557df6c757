package dev.keyfob.it.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Source of a provider of the credential type {@code badge}, into whose methods a test puts what it
 * wants to see survived.
 *
 * @param type the credential type it claims
 * @param whenLoaded statements of the static initialiser
 * @param whenUsed statements at the start of {@code decode}
 */
record HostilePlugin(String type, String whenLoaded, String whenUsed) {
  private static final String SOURCE =
      """
      package com.acme.badge;

      import dev.keyfob.auth.api.*;
      import dev.keyfob.auth.api.spi.*;
      import jakarta.json.*;
      import java.util.*;

      public final class Badge implements CredentialProvider {
        static {
          WHEN_LOADED
        }

        record Number(Secret secret) implements StaticCredential {
          public String type() { return "badge"; }
          public Optional<String> tokenType() { return Optional.empty(); }
        }

        public String type() { return "TYPE"; }

        public List<LoginMethod> methods(ServiceProfile profile) {
          return List.of(new LoginMethod("badge", "Badge", "--badge", false));
        }

        public Optional<Credential> fromEnvironment(EnvironmentVariable v, ServiceProfile p) {
          return Optional.of(new Number(v.value()));
        }

        public Credential decode(JsonValue entry) {
          WHEN_USED
          return new Number(Secret.of(((JsonString) entry).getString()));
        }

        public JsonValue encode(Credential credential, JsonValue previous) {
          return Json.createValue(credential.secret().reveal());
        }

        public LoginOutcome login(LoginRequest request, ProviderContext context) {
          return new LoginOutcome(
              new Number(context.interaction().pipedSecret(java.time.Duration.ofSeconds(9)).get()),
              Optional.empty());
        }

        public Optional<JsonObject> identify(Credential credential, ProviderContext context) {
          return Optional.empty();
        }

        public Map<String, String> authorize(
            Credential credential, OutgoingRequest request, ProviderContext context) {
          return Map.of("X-Badge", credential.secret().reveal());
        }
      }
      """;

  /** One that does nothing wrong. */
  static final HostilePlugin TAME = new HostilePlugin("badge", "", "");

  HostilePlugin claiming(String otherType) {
    return new HostilePlugin(otherType, whenLoaded, whenUsed);
  }

  HostilePlugin whenLoaded(String statements) {
    return new HostilePlugin(type, statements, whenUsed);
  }

  HostilePlugin whenUsed(String statements) {
    return new HostilePlugin(type, whenLoaded, statements);
  }

  Path jar(Path file) throws IOException {
    return SourceJar.compiled(
        file,
        Map.of(SourceJar.PROVIDER, "com.acme.badge.Badge"),
        Map.of("com.acme.badge.Badge", source()));
  }

  /** As a module that wants another one too. */
  Path module(Path file, String required) throws IOException {
    return SourceJar.compiled(
        file,
        Map.of(),
        Map.of(
            "module-info",
            "module com.acme.badge { requires dev.keyfob.auth.api; requires "
                + required
                + "; provides dev.keyfob.auth.api.spi.CredentialProvider with"
                + " com.acme.badge.Badge; }",
            "com.acme.badge.Badge",
            source()));
  }

  private String source() {
    return SOURCE
        .replace("TYPE", type)
        .replace("WHEN_LOADED", whenLoaded)
        .replace("WHEN_USED", whenUsed);
  }
}

package dev.keyfob.cli.output;

import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.Keyfob;
import dev.keyfob.auth.api.ResolvedCredential;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Prints a secret: the one place of the command line that sees any. */
public final class TokenPresenter {
  private static final String EXEC_VERSION = "client.authentication.k8s.io/v1";

  private TokenPresenter() {}

  /**
   * For programs.
   *
   * @param resolved the credential
   * @return the line of {@code token --json}
   */
  public static String json(ResolvedCredential resolved) {
    Credential credential = resolved.credential();
    return Json.line(
        new Json()
            .put("type", credential.type())
            .put("token", credential.secret().reveal())
            .putText("token_type", credential.tokenType())
            .putTime("expires_at", credential.expiresAt())
            .put("profile", resolved.key().profile())
            .put("account", resolved.key().account())
            .build());
  }

  /**
   * As the headers of a request to the service.
   *
   * @param keyfob the library
   * @param resolved the credential
   * @param line takes one header each
   */
  public static void headers(Keyfob keyfob, ResolvedCredential resolved, Consumer<String> line) {
    URI target =
        keyfob
            .profile(resolved.key().profile())
            .apiBaseUri()
            .orElseGet(() -> URI.create("https://localhost/"));
    for (Map.Entry<String, String> header : keyfob.headers(resolved, "GET", target).entrySet()) {
      line.accept(header.getKey() + ": " + header.getValue());
    }
  }

  /**
   * As kubectl wants it from a credential plugin.
   *
   * @param resolved the credential
   * @param environment the environment, in which kubectl says which version it speaks
   * @return an {@code ExecCredential} on one line
   */
  public static String execCredential(
      ResolvedCredential resolved, Map<String, String> environment) {
    return execCredential(
        resolved.credential().secret(), resolved.credential().expiresAt(), environment);
  }

  /**
   * As kubectl wants it from a credential plugin.
   *
   * @param token what to send
   * @param end when it ends
   * @param environment the environment, in which kubectl says which version it speaks
   * @return an {@code ExecCredential} on one line
   */
  public static String execCredential(Secret token, Instant end, Map<String, String> environment) {
    return execCredential(token, Optional.of(end), environment);
  }

  private static String execCredential(
      Secret token, Optional<Instant> expiresAt, Map<String, String> environment) {
    Json status = new Json().put("token", token.reveal());
    expiresAt.ifPresent(
        end -> status.put("expirationTimestamp", end.truncatedTo(ChronoUnit.SECONDS).toString()));
    return Json.line(
        new Json()
            .put("apiVersion", version(environment.getOrDefault("KUBERNETES_EXEC_INFO", "")))
            .put("kind", "ExecCredential")
            .put("status", status.build())
            .build());
  }

  /**
   * An ID token, for programs.
   *
   * @param resolved the credential that it came with
   * @param token the ID token
   * @param expiresAt when it ends
   * @return the line of {@code token --token id --json}
   */
  public static String idToken(ResolvedCredential resolved, Secret token, Instant expiresAt) {
    return Json.line(
        new Json()
            .put("type", "id_token")
            .put("token", token.reveal())
            .put("token_type", "Bearer")
            .putTime("expires_at", Optional.of(expiresAt))
            .put("profile", resolved.key().profile())
            .put("account", resolved.key().account())
            .build());
  }

  private static String version(String execInfo) {
    try {
      return execInfo.isBlank()
          ? EXEC_VERSION
          : JsonText.parseObject(execInfo).getString("apiVersion", EXEC_VERSION);
    } catch (JsonException | ClassCastException e) {
      return EXEC_VERSION;
    }
  }
}

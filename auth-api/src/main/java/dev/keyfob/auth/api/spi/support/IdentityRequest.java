package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Credential;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.HttpAnswer;
import dev.keyfob.auth.api.spi.OutgoingRequest;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.api.stability.Evolving;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks an address that answers who a credential belongs to, such as a profile's {@code
 * identityPath} or an OpenID Connect UserInfo endpoint (OpenID Connect Core section 5.3).
 */
@Evolving
public final class IdentityRequest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private IdentityRequest() {}

  /**
   * Sends a GET with the credential on it; to the profile's {@code identityPath} with its {@code
   * identityMethod}, and within the API with its {@code identityHeaders}. Blocks for 10 seconds at
   * most. An answer that says yes without a JSON object in it is a yes all the same.
   *
   * @param target the address, which may see the credential
   * @param provider puts the credential on the request
   * @param credential one of that provider's
   * @param context what to work with
   * @return what the service says of the owner, possibly nothing; never an empty {@code Optional},
   *     so that the result is that of {@link CredentialProvider#identify}
   * @throws AuthException.Denied with {@code invalid_credential} after a 401, with {@code
   *     forbidden} after a 403
   * @throws AuthException.Transient if the service does not answer, is busy or has failed
   * @throws AuthException.Protocol if it answers with any other error
   */
  public static Optional<JsonObject> send(
      URI target, CredentialProvider provider, Credential credential, ProviderContext context) {
    return Optional.of(object(ask(target, provider, credential, context)));
  }

  /**
   * The same, for a caller who reads the answer itself, which may be signed.
   *
   * @param target the address, which may see the credential
   * @param provider puts the credential on the request
   * @param credential one of that provider's
   * @param context what to work with
   * @return the answer, a success
   * @throws AuthException as {@link #send}
   */
  public static HttpAnswer ask(
      URI target, CredentialProvider provider, Credential credential, ProviderContext context) {
    HttpAnswer answer = askOnce(target, provider, credential, context);
    if (provider.answered(credential, target, answer.status(), answer.headers(), context)) {
      answer = askOnce(target, provider, credential, context);
      boolean _ = provider.answered(credential, target, answer.status(), answer.headers(), context);
    }
    if (!answer.ok()) {
      throw failure(answer, credential, context);
    }
    return answer;
  }

  private static HttpAnswer askOnce(
      URI target, CredentialProvider provider, Credential credential, ProviderContext context) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target).header("Accept", "application/json");
    IdentityQuestion question = IdentityQuestion.of(context.profile(), target);
    question.headers().forEach(request::setHeader);
    provider
        .authorize(credential, OutgoingRequest.of(question.method(), target), context)
        .forEach(request::setHeader);
    return context
        .http()
        .send(request.method(question.method(), BodyPublishers.noBody()).build(), LIMIT);
  }

  private static AuthException failure(
      HttpAnswer answer, Credential credential, ProviderContext context) {
    ServiceProfile profile = context.profile();
    if (answer.status() == 401) {
      return new AuthException.Denied(
          ErrorCode.INVALID_CREDENTIAL,
          profile.displayName() + " does not accept the credential (" + credential.type() + ").",
          Remedy.of(credential, context.key()));
    }
    if (answer.status() == 403) {
      return new AuthException.Denied(
          ErrorCode.FORBIDDEN,
          profile.displayName()
              + " knows the credential ("
              + credential.type()
              + ") but does not let it ask who it belongs to (HTTP 403).",
          null);
    }
    String what =
        profile.displayName()
            + " answered the question who this is with HTTP "
            + answer.status()
            + ".";
    if (answer.passing()) {
      return new AuthException.Transient(
          ErrorCode.API_ERROR,
          what,
          answer.retryAfter(context.clock().instant()).orElse(null),
          null);
    }
    return new AuthException.Protocol(
        ErrorCode.API_ERROR, what, "check identityPath: keyfob profile show " + profile.name());
  }

  /**
   * What an answer says. Services answer with {@code null}, lists, text and nothing; none of it is
   * a "no".
   *
   * @param answer a success
   * @return the object; an empty one if there is none
   */
  public static JsonObject object(HttpAnswer answer) {
    try {
      return JsonText.parseObject(answer.body());
    } catch (JsonException e) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
  }
}

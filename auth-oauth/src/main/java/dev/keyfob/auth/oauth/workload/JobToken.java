package dev.keyfob.auth.oauth.workload;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.ProviderContext;
import dev.keyfob.auth.oauth.protocol.JwtPayload;
import dev.keyfob.auth.oauth.protocol.ServerText;
import dev.keyfob.auth.oauth.source.TextSource;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A platform's statement about the job that runs here, read anew for every use and never kept. What
 * it says of itself is looked at before it is sent to anybody: an expired one would only be
 * refused, and one for somebody else is nobody else's business.
 */
final class JobToken {
  private final WorkloadSettings settings;
  private final ProviderContext context;

  JobToken(WorkloadSettings settings, ProviderContext context) {
    this.settings = settings;
    this.context = context;
  }

  /**
   * Reads it. Blocks for up to 30 seconds.
   *
   * @throws AuthException.Misconfigured if there is none
   * @throws AuthException.Denied if it has expired or is for somebody else
   */
  Secret read() {
    String name = settings.source().orElseThrow();
    Secret token =
        find(name)
            .orElseThrow(
                () ->
                    new AuthException.Misconfigured(
                        ErrorCode.OAUTH_NOT_CONFIGURED,
                        "There is no job token in " + shown(name) + ".",
                        "run it where the platform gives one, or look where it should be:"
                            + " keyfob profile show "
                            + context.profile().name(),
                        null));
    if (token.reveal().chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw refused("What is in " + shown(name) + " is not a job token.");
    }
    JwtPayload.read(token).ifPresent(claims -> check(name, claims));
    return token;
  }

  private Optional<Secret> find(String name) {
    return switch (name) {
      case "github", "forgejo" -> Optional.of(new GithubToken(context).ask(settings.audience()));
      case "gitlab" -> new TextSource("env", "GITLAB_OIDC_TOKEN").read(context);
      case "command" ->
          new TextSource(
                  "command",
                  settings
                      .command()
                      .orElseThrow(
                          () ->
                              WorkloadSettings.wrong(
                                  context.profile(),
                                  "workload.source is command, but there is no"
                                      + " workload.command")))
              .read(context);
      default ->
          TextSource.of(name)
              .orElseThrow(
                  () ->
                      WorkloadSettings.wrong(
                          context.profile(),
                          "workload.source is github, forgejo, gitlab, env:NAME, file:PATH or"
                              + " command"))
              .read(context);
    };
  }

  private void check(String name, JsonObject claims) {
    Instant now = context.clock().instant();
    Optional<Instant> end = JwtPayload.time(claims, "exp");
    if (end.isPresent() && !end.get().isAfter(now)) {
      throw refused("The job token in " + shown(name) + " has expired at " + end.get() + ".");
    }
    Optional<String> wanted = settings.audience();
    JsonValue found = claims.get("aud");
    if (wanted.isPresent() && found != null && !names(found, wanted.get())) {
      throw refused(
          "The job token in "
              + shown(name)
              + " is not for "
              + wanted.get()
              + " but for "
              + ServerText.clean(found.toString())
              + ".");
    }
  }

  /** Whether an {@code aud} is, or holds, a name (RFC 7519 section 4.1.3). */
  static boolean names(@Nullable JsonValue audience, String wanted) {
    return audience instanceof JsonArray several
        ? several.stream().anyMatch(one -> names(one, wanted))
        : audience instanceof JsonString text && text.getString().equals(wanted);
  }

  static String shown(String name) {
    return TextSource.of(name).map(TextSource::toString).orElse(name);
  }

  private AuthException refused(String sentence) {
    return new AuthException.Denied(
        ErrorCode.INVALID_CREDENTIAL, sentence, "keyfob doctor " + context.profile().name());
  }
}

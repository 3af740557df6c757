package dev.keyfob.cli.command.api;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.auth.api.spi.support.HostUri;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.system.SafeText;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends a request with the credential on it.
 *
 * @param named the profile as an argument
 * @param method the request's method
 * @param path a path of the API, or an address of the same origin
 * @param data the body: a text, {@code @file}, or {@code -} for standard input
 * @param fields {@code name=value} pairs that make a JSON object
 * @param headers further headers, {@code Name: value}
 * @param include whether to print the answer's status and headers
 * @param output the file for the body; empty for standard output
 * @param paginate whether to follow links to the next page (RFC 8288)
 */
record ApiCommand(
    GlobalOptions globals,
    Optional<String> named,
    String method,
    String path,
    Optional<String> data,
    List<String> fields,
    List<String> headers,
    boolean include,
    Optional<String> output,
    boolean paginate)
    implements Command {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(100);
  private static final int NOT_MODIFIED = 304;
  private static final int FORBIDDEN = 403;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;

  @Override
  public int run(CommandContext context) {
    AccountKey key = context.key(named);
    AuthenticatedClient client = context.keyfob().client(key);
    ApiBody body = ApiBody.of(data, fields, context.system());
    Set<URI> seen = new HashSet<>();
    Optional<URI> next = Optional.of(address(client));
    try (ApiOutput out = ApiOutput.of(output, context.system())) {
      while (next.isPresent()) {
        URI target = next.get();
        if (!seen.add(target)) {
          throw new AuthException.Protocol(
              "The links to the next page go in a circle at " + target.getPath() + ".", null, null);
        }
        HttpResponse<InputStream> answer = send(client, request(target, body));
        if (include) {
          out.head(answer);
        }
        out.body(answer.body(), answer.statusCode() < 300);
        requireSuccess(context, key, answer);
        next = paginate ? NextPage.of(answer) : Optional.empty();
      }
      out.complete();
    }
    return ExitCode.DONE;
  }

  private static HttpResponse<InputStream> send(AuthenticatedClient client, HttpRequest request) {
    return client.send(request, BodyHandlers.ofInputStream());
  }

  private URI address(AuthenticatedClient client) {
    if (path.startsWith("/")) {
      return client.resolve(path);
    }
    try {
      return HostUri.of(path);
    } catch (IllegalArgumentException e) {
      throw AuthException.usage("That is not a valid address: " + path, null);
    }
  }

  private HttpRequest request(URI target, ApiBody body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target).timeout(ANSWER_LIMIT).method(method, body.publisher());
    if (body.isPresent()) {
      request.setHeader("Content-Type", "application/json");
    }
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw AuthException.usage("A header is Name: value; one of yours has no colon.", null);
      }
      try {
        request.setHeader(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
      } catch (IllegalArgumentException e) {
        throw AuthException.usage(
            "The header " + header.substring(0, colon) + " cannot be sent.", null);
      }
    }
    return request.build();
  }

  private void requireSuccess(
      CommandContext context, AccountKey key, HttpResponse<InputStream> answer) {
    int status = answer.statusCode();
    if (status < 300 || status == NOT_MODIFIED) {
      return;
    }
    if (status < 400) {
      throw new AuthException.Protocol(
          ErrorCode.API_ERROR,
          "The service redirects "
              + answer.uri().getPath()
              + " to "
              + SafeText.line(answer.headers().firstValue("Location").orElse("nowhere"))
              + ", which keyfob does not follow: the credential stays with its service.",
          null);
    }
    String message =
        "The service answered " + status + " to " + method + " " + answer.uri().getPath() + ".";
    if (status == UNAUTHORIZED) {
      throw new AuthException.Denied(ErrorCode.INVALID_CREDENTIAL, message, key.command("status"));
    }
    if (status == FORBIDDEN) {
      throw forbidden(context, key, message);
    }
    if (status == TOO_MANY_REQUESTS || status >= 500) {
      throw new AuthException.Transient(ErrorCode.API_ERROR, message, null);
    }
    throw new AuthException.Protocol(ErrorCode.API_ERROR, message, null);
  }

  /** A login helps only where the profile names scopes that the last one did not ask for. */
  private static AuthException forbidden(CommandContext context, AccountKey key, String message) {
    List<String> unasked = context.keyfob().status(key, false, false).newScopes();
    return unasked.isEmpty()
        ? new AuthException.Denied(
            ErrorCode.FORBIDDEN, message + " The credential is good, but not for this.", null)
        : new AuthException.Denied(
            ErrorCode.FORBIDDEN,
            message
                + " The login did not ask for "
                + String.join(" ", unasked)
                + ", which the profile has come to name.",
            key.loginCommand());
  }
}

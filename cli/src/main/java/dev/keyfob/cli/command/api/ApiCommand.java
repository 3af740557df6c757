package dev.keyfob.cli.command.api;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.output.ExitCode;
import dev.keyfob.cli.system.SafeText;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends a request with the credential on it.
 *
 * @param named the profile as an argument
 * @param request what is asked of the service
 * @param view how the answer is shown
 * @param dryRun whether to show the request instead of sending it
 */
record ApiCommand(
    GlobalOptions globals, Optional<String> named, ApiRequest request, ApiView view, boolean dryRun)
    implements Command {
  private static final int NOT_MODIFIED = 304;
  private static final int FORBIDDEN = 403;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;

  @Override
  public int run(CommandContext context) {
    AccountKey key = context.key(named);
    AuthenticatedClient client = context.keyfob().client(key);
    try (ApiBody body = ApiBody.of(request, context.system())) {
      if (dryRun) {
        DryRun.show(context, key, client, request.to(request.target(client), body, context), body);
      } else {
        send(context, key, client, body);
      }
    }
    return ExitCode.DONE;
  }

  private void send(
      CommandContext context, AccountKey key, AuthenticatedClient client, ApiBody body) {
    ApiSender sender = new ApiSender(client, request, context, key.profile());
    Set<URI> seen = new HashSet<>();
    Optional<URI> next = Optional.of(request.target(client));
    try (ApiOutput out = ApiOutput.of(view, context)) {
      while (next.isPresent()) {
        URI target = next.get();
        if (!seen.add(target)) {
          throw new AuthException.Protocol(
              "The links to the next page go in a circle at " + target.getPath() + ".", null, null);
        }
        ApiSender.Sent sent = sender.send(request.to(target, body, context));
        sent.answer().ifPresent(answer -> out.add(answer, isSuccess(answer.status())));
        if (sent.error() != null) {
          throw sent.error();
        }
        ApiAnswer answer = sent.answer().orElseThrow();
        requireSuccess(context, key, answer);
        next = view.paginate() ? NextPage.of(answer) : Optional.empty();
      }
      out.complete();
    }
  }

  private static boolean isSuccess(int status) {
    return status < 300;
  }

  private void requireSuccess(CommandContext context, AccountKey key, ApiAnswer answer) {
    int status = answer.status();
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
        "The service answered "
            + status
            + " to "
            + request.method()
            + " "
            + answer.uri().getPath()
            + ".";
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
            ErrorCode.FORBIDDEN,
            message + " The credential is valid, but lacks permission for this request.",
            null)
        : new AuthException.Denied(
            ErrorCode.FORBIDDEN,
            message
                + " The login did not ask for "
                + String.join(" ", unasked)
                + ", which the profile has come to name.",
            key.loginCommand());
  }
}

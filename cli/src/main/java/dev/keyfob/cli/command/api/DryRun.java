package dev.keyfob.cli.command.api;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.StatusReport;
import dev.keyfob.auth.api.http.AuthenticatedClient;
import dev.keyfob.cli.command.CommandContext;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** Shows a request instead of sending it, in the form it has on the wire. */
final class DryRun {
  private static final int SHOWN = 64 * 1024;

  private DryRun() {}

  static void show(
      CommandContext context,
      AccountKey key,
      AuthenticatedClient client,
      HttpRequest request,
      ApiBody body) {
    HttpRequest shown = authorized(context, key, client, request);
    StringBuilder text = new StringBuilder();
    text.append(shown.method()).append(' ').append(shown.uri()).append('\n');
    shown
        .headers()
        .map()
        .forEach(
            (name, values) ->
                values.forEach(value -> text.append(name).append(": ").append(value).append('\n')));
    if (body.isPresent()) {
      text.append("Content-Length: ").append(body.length()).append("\n\n");
      text.append(shown(body)).append('\n');
    }
    context.printLines(text.toString());
  }

  private static HttpRequest authorized(
      CommandContext context, AccountKey key, AuthenticatedClient client, HttpRequest request) {
    HttpRequest shown;
    try {
      shown = client.preview(request);
    } catch (AuthException.NotLoggedIn e) {
      context.notices().warn(e.getMessage() + " The request is shown without a credential.");
      return request;
    }
    StatusReport status = context.keyfob().status(key, false, false);
    boolean renewable =
        status.credential().filter(StatusReport.Configured::refreshable).isPresent();
    switch (status.state()) {
      case EXPIRED, EXPIRING -> {
        if (renewable) {
          context.note("The session would be renewed first.");
        } else if (status.state() == StatusReport.State.EXPIRED) {
          context.notices().warn("The session has expired: the request would not be sent.");
        }
      }
      case FRESH, STATIC, NONE -> {}
    }
    return shown;
  }

  private static String shown(ApiBody body) {
    byte[] content = body.beginning(SHOWN);
    return body.length() > SHOWN || BodyText.isBinary(content)
        ? "(" + body.length() + " bytes, not shown)"
        : new String(content, StandardCharsets.UTF_8);
  }
}

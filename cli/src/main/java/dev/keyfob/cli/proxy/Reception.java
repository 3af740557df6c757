package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides of a request what becomes of it: refused here, or passed on to a service. Safe for use by
 * the threads of one event loop.
 *
 * @param guard who may have requests passed on
 * @param services where they go, the longest prefix first
 * @param rules what may be asked for
 * @param log who hears of it
 * @param budget the memory for bodies
 * @param pool the connections to services
 */
record Reception(
    RequestGuard guard,
    List<Service> services,
    AccessRules rules,
    RequestLog log,
    BodyBudget budget,
    UpstreamPool pool) {
  Reception {
    services = List.copyOf(services);
  }

  /** What passes a request on; null if it has been answered here. */
  @Nullable Exchange receive(ClientConnection client, HttpRequest request) {
    String method = request.method().name();
    if (RequestGuard.isForbidden(method)) {
      refuse(client, request, HttpResponseStatus.METHOD_NOT_ALLOWED, "method");
      return null;
    }
    Optional<String> admitted = guard.admit(request.headers(), request.uri());
    if (admitted.isEmpty()) {
      refuse(client, request, HttpResponseStatus.FORBIDDEN, "not admitted");
      return null;
    }
    if (!client.admit()) {
      refuse(client, request, HttpResponseStatus.SERVICE_UNAVAILABLE, "too many connections");
      return null;
    }
    HttpResponseStatus unusable = unusable(request);
    if (unusable != null) {
      log.refused(request.method().name(), unusable.code(), "malformed");
      client.answer(Answers.plain(unusable), false);
      return null;
    }
    return route(client, request, admitted.get());
  }

  private @Nullable Exchange route(ClientConnection client, HttpRequest request, String target) {
    String method = request.method().name();
    String path = RequestGuard.pathOf(target);
    if (!rules.allow(method, path)) {
      refuse(client, request, path, method + " " + path + " is not among what is allowed here.");
      return null;
    }
    Optional<Service> service =
        services.stream().filter(candidate -> candidate.route().covers(path)).findFirst();
    if (service.isEmpty()) {
      refuse(client, request, path, path + " belongs to no profile that is served here.");
      return null;
    }
    URI address;
    try {
      address = service.get().address(service.get().route().below(target));
    } catch (IllegalArgumentException e) {
      refuse(client, request, HttpResponseStatus.BAD_REQUEST, "malformed");
      return null;
    }
    if (HttpUtil.is100ContinueExpected(request)) {
      client.write(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
      client.flush();
    }
    return new Exchange(client, service.get(), request, address, path, this);
  }

  /** What cannot be passed on in a form of which everybody understands the same. */
  private static @Nullable HttpResponseStatus unusable(HttpRequest request) {
    if (request.headers().contains(HttpHeaderNames.EXPECT)
        && !HttpUtil.is100ContinueExpected(request)) {
      return HttpResponseStatus.EXPECTATION_FAILED;
    }
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (codings.isEmpty()) {
      return null;
    }
    if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)
        || request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
      return HttpResponseStatus.BAD_REQUEST;
    }
    return codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0))
        ? null
        : HttpResponseStatus.NOT_IMPLEMENTED;
  }

  private void refuse(
      ClientConnection client, HttpRequest request, HttpResponseStatus status, String why) {
    log.refused(request.method().name(), status.code(), why);
    client.answer(Answers.plain(status), mayGoOn(client, request));
  }

  private void refuse(ClientConnection client, HttpRequest request, String path, String why) {
    int status = HttpResponseStatus.FORBIDDEN.code();
    log.refused(request.method().name(), path, status, "not allowed");
    client.answer(
        Answers.problem(
            HttpResponseStatus.FORBIDDEN, new AuthException.Denied(ErrorCode.FORBIDDEN, why, null)),
        mayGoOn(client, request));
  }

  /** A stranger may not, nor who would leave it open whether a body follows. */
  private static boolean mayGoOn(ClientConnection client, HttpRequest request) {
    return client.isKnown() && !request.headers().contains(HttpHeaderNames.EXPECT);
  }
}

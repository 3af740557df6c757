package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.cli.output.ErrorPresenter;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;

/** What the proxy answers itself. */
final class Answers {
  private Answers() {}

  /** An answer without a body. */
  static FullHttpResponse plain(HttpResponseStatus status) {
    return whole(status, new byte[0]);
  }

  /** A request that cannot be read. */
  static FullHttpResponse malformed(Throwable cause) {
    if (cause instanceof TooLongHttpHeaderException) {
      return plain(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    return plain(
        cause instanceof TooLongHttpLineException
            ? HttpResponseStatus.REQUEST_URI_TOO_LONG
            : HttpResponseStatus.BAD_REQUEST);
  }

  /** A problem, as the command line tells it to programs. */
  static FullHttpResponse problem(AuthException problem) {
    return problem(status(problem), problem);
  }

  /** A problem with a status of its own. */
  static FullHttpResponse problem(HttpResponseStatus status, AuthException problem) {
    FullHttpResponse answer =
        whole(status, ErrorPresenter.line(problem).getBytes(StandardCharsets.UTF_8));
    answer.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    return answer;
  }

  /** Says whether the connection ends with an answer. */
  static HttpResponse ending(HttpResponse answer, boolean ends) {
    if (ends) {
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return answer;
  }

  private static FullHttpResponse whole(HttpResponseStatus status, byte[] body) {
    FullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    return answer;
  }

  private static HttpResponseStatus status(AuthException e) {
    if (e.retryable()) {
      return HttpResponseStatus.SERVICE_UNAVAILABLE;
    }
    ErrorCode code = e.code();
    boolean login =
        code == ErrorCode.NOT_LOGGED_IN
            || code == ErrorCode.SESSION_EXPIRED
            || code == ErrorCode.INVALID_CREDENTIAL;
    return login ? HttpResponseStatus.UNAUTHORIZED : HttpResponseStatus.BAD_GATEWAY;
  }
}

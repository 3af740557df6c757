package dev.keyfob.cli.proxy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.URI;

/**
 * What of an answer is passed on, apart from its body.
 *
 * @param line status and reason
 * @param headers the headers, addresses replaced
 * @param forwarded which headers are passed on
 * @param asked what was asked for
 * @param framed whether the program can tell the end of the body from the body
 * @param endsWithConnection whether the service says the end of the body by closing
 * @param leavesConnection whether the connection to the service may be used again
 */
record AnswerHead(
    HttpResponseStatus line,
    HttpHeaders headers,
    ForwardedHeaders forwarded,
    URI asked,
    boolean framed,
    boolean endsWithConnection,
    boolean leavesConnection) {

  /**
   * Makes one.
   *
   * @throws IllegalArgumentException if the service answers with another protocol than was asked
   *     for
   */
  static AnswerHead of(
      HttpResponse response, RequestHead request, ForwardedHeaders forwarded, URI asked) {
    HttpHeaders from = response.headers();
    HttpHeaders to = new DefaultHttpHeaders();
    forwarded.copyAnswer(from, to, asked);
    HttpResponseStatus status = response.status();
    if (isSwitch(status)) {
      if (!request.upgrade()) {
        throw new IllegalArgumentException("a switch of protocols that nobody asked for");
      }
      to.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      to.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
      return new AnswerHead(status, to, forwarded, asked, true, false, false);
    }
    boolean bodiless =
        request.verb().equals(HttpMethod.HEAD)
            || status.equals(HttpResponseStatus.NO_CONTENT)
            || status.equals(HttpResponseStatus.NOT_MODIFIED);
    boolean chunked = HttpUtil.isTransferEncodingChunked(response);
    String length = chunked ? null : from.get(HttpHeaderNames.CONTENT_LENGTH);
    boolean framed = true;
    if (length != null && !status.equals(HttpResponseStatus.NO_CONTENT)) {
      to.set(HttpHeaderNames.CONTENT_LENGTH, length);
    } else if (!bodiless && request.chunks()) {
      to.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    } else if (!bodiless) {
      framed = false;
    }
    boolean endsWithConnection = !bodiless && !chunked && length == null;
    return new AnswerHead(
        status,
        to,
        forwarded,
        asked,
        framed,
        endsWithConnection,
        HttpUtil.isKeepAlive(response) && !endsWithConnection);
  }

  private static boolean isSwitch(HttpResponseStatus status) {
    return status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
  }

  boolean isSwitch() {
    return isSwitch(line);
  }

  int status() {
    return line.code();
  }

  /** Whether the connection of the program may be used again, if the program wants it to be. */
  boolean keeps(boolean wanted) {
    return wanted && framed;
  }

  /** What the program gets. */
  HttpResponse response(boolean keepAlive) {
    HttpResponse answer = new DefaultHttpResponse(HttpVersion.HTTP_1_1, line, headers);
    if (!keeps(keepAlive) && !isSwitch()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return answer;
  }

  /** The end of the body, with the trailers that are passed on. */
  LastHttpContent last(LastHttpContent from) {
    if (from.trailingHeaders().isEmpty()) {
      return from;
    }
    LastHttpContent to = new DefaultLastHttpContent(from.content());
    forwarded.copyAnswer(from.trailingHeaders(), to.trailingHeaders(), asked);
    return to;
  }
}

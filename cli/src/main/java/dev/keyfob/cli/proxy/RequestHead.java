package dev.keyfob.cli.proxy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.util.Map;

/**
 * What of a request is passed on, apart from its body.
 *
 * @param verb the method
 * @param headers the headers, without a credential
 * @param length the length of the body in bytes; -1 if it is not known
 * @param upgrade whether it asks for a WebSocket
 * @param chunks whether the program understands bodies of unknown length
 */
record RequestHead(
    HttpMethod verb, HttpHeaders headers, long length, boolean upgrade, boolean chunks) {

  static RequestHead of(HttpRequest request, ForwardedHeaders forwarded) {
    HttpHeaders from = request.headers();
    HttpHeaders to = new DefaultHttpHeaders();
    forwarded.copyRequest(from, to);
    long length =
        HttpUtil.isTransferEncodingChunked(request) ? -1 : HttpUtil.getContentLength(request, 0L);
    if (length < 0) {
      to.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    } else if (from.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      to.set(HttpHeaderNames.CONTENT_LENGTH, length);
    }
    boolean upgrade = isUpgrade(request, length);
    if (upgrade) {
      to.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      to.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    } else if (from.containsValue(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS, true)) {
      to.set(HttpHeaderNames.CONNECTION, HttpHeaderNames.TE);
      to.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
    }
    return new RequestHead(
        request.method(), to, length, upgrade, request.protocolVersion().minorVersion() > 0);
  }

  /** Another protocol would be a way round what is looked at in each request. */
  private static boolean isUpgrade(HttpRequest request, long length) {
    HttpHeaders headers = request.headers();
    return request.method().equals(HttpMethod.GET)
        && length == 0
        && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(
            headers.get(HttpHeaderNames.UPGRADE, ""));
  }

  String method() {
    return verb.name();
  }

  /** The request with a credential on it, whose headers win. */
  HttpRequest with(Map<String, String> credential, URI address) {
    String query = address.getRawQuery();
    HttpHeaders all = headers.copy();
    all.set(HttpHeaderNames.HOST, address.getRawAuthority());
    credential.forEach(all::set);
    return new DefaultHttpRequest(
        HttpVersion.HTTP_1_1,
        verb,
        query == null ? address.getRawPath() : address.getRawPath() + "?" + query,
        all);
  }
}

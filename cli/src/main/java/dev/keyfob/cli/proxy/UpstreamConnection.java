package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.http.HostNames;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** One connection to a service, for one request at a time. Confined to its event loop. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
  private static final int DROPPED_AT_MOST = 64 * 1024;

  private final Channel channel;
  private final UpstreamPool pool;
  private final @Nullable String proxyAuthorization;
  private final boolean wholeAddress;
  private @Nullable Exchange exchange;
  private @Nullable Service service;
  private @Nullable Throwable failure;
  private boolean leaving;
  private boolean reusable;
  private boolean idle;
  private boolean closedWell;
  private int dropped;
  private long idleSince;

  /**
   * A connection.
   *
   * @param wholeAddress whether requests name the whole address, as to a proxy (RFC 9112 section
   *     3.2.2)
   * @param proxyAuthorization what that proxy wants to see
   */
  UpstreamConnection(
      Channel channel,
      UpstreamPool pool,
      boolean wholeAddress,
      @Nullable String proxyAuthorization) {
    this.channel = channel;
    this.pool = pool;
    this.wholeAddress = wholeAddress;
    this.proxyAuthorization = proxyAuthorization;
  }

  void serve(Exchange next, Service to) {
    exchange = next;
    service = to;
  }

  void send(HttpRequest request, URI address) {
    if (wholeAddress) {
      request.setUri(HostNames.origin(address) + request.uri());
      if (proxyAuthorization != null) {
        request.headers().set("Proxy-Authorization", proxyAuthorization);
      }
    }
    write(request);
  }

  void write(Object part) {
    var _ = channel.write(part, channel.voidPromise());
  }

  void flush() {
    channel.flush();
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  void pause(boolean wanted) {
    channel.config().setAutoRead(!wanted);
  }

  /** Whether it was idle before the current request, and no byte of an answer has come. */
  boolean wasIdle() {
    return idle;
  }

  boolean endedWell() {
    return failure == null && (closedWell || channel.pipeline().get(SslHandler.class) == null);
  }

  long idleSince() {
    return idleSince;
  }

  boolean isOpen() {
    return channel.isActive();
  }

  /** Waits for the next request. */
  void rest() {
    exchange = null;
    idle = true;
    idleSince = System.nanoTime();
    pause(false);
    if (service == null || !channel.isActive()) {
      close();
    } else {
      pool.put(service, this);
    }
  }

  /** Throws the rest of an answer away, to be used again if that is short. */
  void leave(boolean sent) {
    exchange = null;
    leaving = true;
    reusable &= sent;
    pause(false);
  }

  void becomeTunnel() {
    channel.pipeline().remove(HttpClientCodec.class);
  }

  void close() {
    exchange = null;
    var _ = channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (exchange == null) {
      drop(message);
    } else if (message instanceof ByteBuf bytes) {
      exchange.tunnelBack(bytes);
    } else {
      idle = false;
      read(exchange, message);
    }
  }

  private void read(Exchange current, Object message) {
    if (message instanceof HttpResponse response) {
      if (response.decoderResult().isFailure()) {
        ReferenceCountUtil.release(message);
        current.broken(new IOException("malformed answer"));
        return;
      }
      reusable = HttpUtil.isKeepAlive(response);
      try {
        current.answer(response);
      } catch (IllegalArgumentException e) {
        ReferenceCountUtil.release(message);
        current.broken(new IOException("malformed answer", e));
        return;
      }
    }
    if (message instanceof HttpContent content) {
      if (content.decoderResult().isFailure()) {
        content.release();
        current.broken(new IOException("malformed answer"));
      } else if (exchange == null) {
        drop(content);
      } else {
        exchange.content(content);
      }
    }
  }

  private void drop(Object message) {
    if (message instanceof HttpContent content) {
      dropped += content.content().readableBytes();
    }
    boolean last = message instanceof LastHttpContent;
    ReferenceCountUtil.release(message);
    if (!leaving || dropped > DROPPED_AT_MOST || (last && !reusable)) {
      close();
    } else if (last) {
      leaving = false;
      dropped = 0;
      rest();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.flushBack();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null && channel.isWritable()) {
      exchange.serviceIsWritable();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
      closedWell = true;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failure = cause;
    ended();
    var _ = ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended();
  }

  private void ended() {
    Exchange current = exchange;
    exchange = null;
    if (current != null) {
      current.broken(failure);
    } else if (service != null) {
      pool.remove(service, this);
    }
  }
}

package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.AuthException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a program: its requests, one after the other. Confined to its event loop, but
 * for {@link #close} and {@link #execute}.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private static final long CHECK_EVERY = TimeUnit.SECONDS.toNanos(5);

  private final SocketChannel channel;
  private final Reception reception;
  private final Strangers strangers;
  private final Deque<HttpObject> waiting = new ArrayDeque<>();
  private @Nullable Exchange current;
  private boolean known;
  private boolean requestEnded = true;
  private boolean lastRequest;
  private boolean closing;
  private boolean pumping;
  private boolean paused;
  private long deadline;

  ClientConnection(SocketChannel channel, Reception reception, Strangers strangers) {
    this.channel = channel;
    this.reception = reception;
    this.strangers = strangers;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ClientConnection oldest = strangers.opened(this);
    if (oldest != null) {
      oldest.close();
    }
    allow(Limits.FIRST_REQUEST);
    check();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closing = true;
    strangers.closed(this, known);
    Exchange abandoned = current;
    current = null;
    if (abandoned != null) {
      abandoned.abandon();
    }
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpObject part && !closing) {
      waiting.add(part);
      pump();
    } else if (message instanceof ByteBuf bytes && current != null) {
      current.tunnel(bytes);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (current != null) {
      current.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (current != null && channel.isWritable()) {
      current.clientIsWritable();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var _ = ctx.close();
  }

  /** Takes what has come, up to the end of a request that is not answered yet. */
  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    while (!closing && !(current != null && requestEnded) && !waiting.isEmpty()) {
      take(waiting.remove());
    }
    pumping = false;
    updateReading();
  }

  private void take(HttpObject part) {
    if (part instanceof HttpRequest request) {
      if (part.decoderResult().isFailure()) {
        ReferenceCountUtil.release(part);
        requestEnded = true;
        answer(Answers.malformed(part.decoderResult().cause()), false);
        return;
      }
      requestEnded = false;
      lastRequest = !HttpUtil.isKeepAlive(request);
      allow(Limits.STALLED);
      current = reception.receive(this, request);
      if (current != null) {
        current.start();
      }
    } else if (part instanceof HttpContent content) {
      takeBody(content);
    } else {
      ReferenceCountUtil.release(part);
    }
  }

  private void takeBody(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      content.release();
      abort();
      return;
    }
    requestEnded = content instanceof LastHttpContent;
    if (current != null) {
      allow(requestEnded ? Limits.ANSWER : Limits.STALLED);
      current.body(content);
    } else {
      content.release();
      if (requestEnded) {
        betweenRequests();
      }
    }
  }

  /** The program has shown the secret; false if there are too many connections already. */
  boolean admit() {
    if (!known) {
      known = strangers.known(this);
    }
    return known;
  }

  boolean isKnown() {
    return known;
  }

  /** Whether all of the request has come. */
  boolean hasWholeRequest() {
    return requestEnded;
  }

  /** Whether another request may follow the current one. */
  boolean isKeptAlive() {
    return !lastRequest;
  }

  /** Answers the current request with something of the proxy's own, and perhaps ends there. */
  void answer(HttpResponse whole, boolean keep) {
    lastRequest |= !keep;
    write(Answers.ending(whole, lastRequest));
    channel.flush();
    if (keep) {
      answered();
    } else {
      current = null;
      closeWhenWritten();
    }
  }

  /** Answers the current request with a problem. */
  void answer(AuthException problem) {
    answer(Answers.problem(problem), true);
  }

  /** The current request has been answered to the end, or closes the connection. */
  void answered(boolean keep) {
    lastRequest |= !keep;
    answered();
  }

  private void answered() {
    current = null;
    if (requestEnded) {
      betweenRequests();
    } else {
      // Who closes on unread data takes the answer back.
      allow(Limits.DRAIN);
    }
    paused = false;
    pump();
    if (current != null) {
      current.flush(); // it had come along with the one before, so that no read ends after it
    }
  }

  private void betweenRequests() {
    if (lastRequest) {
      closeWhenWritten();
    } else {
      allow(known ? Limits.NEXT_REQUEST : Limits.FIRST_REQUEST);
    }
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

  /** Whether to go without more of the request for now. */
  void pause(boolean wanted) {
    if (paused != wanted) {
      paused = wanted;
      updateReading();
    }
  }

  /** While nothing is expected, reading goes on, so that a program that goes away is noticed. */
  private void updateReading() {
    channel.config().setAutoRead(closing || (!paused && waiting.isEmpty()));
  }

  /** From now on bytes go through as they are. */
  void becomeTunnel() {
    if (!waiting.isEmpty()) {
      abort();
      return;
    }
    channel.pipeline().remove(HttpServerCodec.class);
  }

  /**
   * Lets what has been written out, and ends the connection. What still comes is thrown away for a
   * moment: to close on it would take back what has been written.
   */
  void closeWhenWritten() {
    closing = true;
    allow(Limits.LINGER);
    channel.config().setAutoRead(true);
    var _ =
        channel
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(
                written -> {
                  var _ = channel.shutdownOutput();
                });
  }

  /** Ends an answer before its end, so that nobody can take it for complete. */
  void breakOff(boolean framed) {
    if (framed) {
      closeWhenWritten();
    } else {
      abort();
    }
  }

  /** Closes at once, and so that nobody can take it for the end of an answer. */
  void abort() {
    closing = true;
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    close();
  }

  /** Closes. May be called by any thread. */
  void close() {
    var _ = channel.close();
  }

  /** Runs something in this connection's event loop, unless the proxy is being closed. */
  void execute(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      // nobody is left to be answered
    }
  }

  /** How long the connection may stay as it is from now on, in seconds. */
  void allow(int seconds) {
    deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  private void check() {
    if (!channel.isOpen()) {
      return;
    }
    long left = deadline - System.nanoTime();
    if (left > 0) {
      var _ =
          channel
              .eventLoop()
              .schedule(this::check, Math.min(left, CHECK_EVERY), TimeUnit.NANOSECONDS);
    } else if (current == null) {
      close();
    } else if (current.expire()) {
      check();
    } else {
      abort();
    }
  }
}

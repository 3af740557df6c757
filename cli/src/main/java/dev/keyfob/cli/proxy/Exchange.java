package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ResolvedCredential;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, passed on as they come, each no faster than the other side takes it.
 * After a 401 it is sent once more with another credential, if all of its body was kept. Confined
 * to its connection's event loop.
 */
final class Exchange {
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "QUERY");

  private final ClientConnection client;
  private final Service service;
  private final RequestHead head;
  private final URI address;
  private final String path;
  private final Reception reception;
  private final long startedAt = System.nanoTime();
  private final Deque<HttpContent> pending = new ArrayDeque<>();
  private final boolean repeatable;
  private BodyBudget.@Nullable Kept kept;
  private @Nullable ResolvedCredential credential;
  private @Nullable UpstreamConnection upstream;
  private @Nullable AnswerHead answer;
  private boolean sentOnce;
  private boolean replaced;
  private boolean reconnected;
  private boolean interim;
  private boolean tunnelled;
  private boolean done;
  private long bytes;

  Exchange(
      ClientConnection client,
      Service service,
      HttpRequest request,
      URI address,
      String path,
      Reception reception) {
    this.client = client;
    this.service = service;
    this.address = address;
    this.path = path;
    this.reception = reception;
    head = RequestHead.of(request, service.headers());
    long length = head.length();
    if (length > 0 && length <= Limits.REPEATABLE) {
      kept = reception.budget().take((int) length);
    }
    repeatable = length == 0 || kept != null;
  }

  void start() {
    proceed(service.credential());
  }

  private void proceed(CompletableFuture<ResolvedCredential> found) {
    if (found.isDone() && !found.isCompletedExceptionally()) {
      authorized(found.join(), null);
    } else {
      var _ =
          found.whenComplete(
              (usable, problem) -> client.execute(() -> authorized(usable, problem)));
    }
  }

  private void authorized(@Nullable ResolvedCredential usable, @Nullable Throwable problem) {
    if (done) {
      return;
    }
    if (usable == null) {
      fail(problem);
      return;
    }
    credential = usable;
    connect(usable);
  }

  private void connect(ResolvedCredential usable) {
    HttpRequest request;
    try {
      request = head.with(service.authorization(usable, head.method(), address), address);
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    UpstreamConnection idle =
        reconnected
            ? null
            : reception.pool().idle(service, repeatable && IDEMPOTENT.contains(head.method()));
    if (idle != null) {
      send(idle, request);
      return;
    }
    reception
        .pool()
        .connect(
            address,
            (made, problem) -> {
              if (done) {
                if (made != null) {
                  made.close();
                }
              } else if (made == null) {
                fail(problem == null ? new IllegalStateException() : problem);
              } else {
                send(made, request);
                flush();
              }
            });
  }

  private void send(UpstreamConnection connection, HttpRequest request) {
    upstream = connection;
    connection.serve(this, service);
    connection.send(request, address);
    if (sentOnce) {
      drop();
      if (kept != null) {
        connection.write(new DefaultHttpContent(kept.soFar()));
      }
      if (client.hasWholeRequest()) {
        connection.write(LastHttpContent.EMPTY_LAST_CONTENT);
      }
    } else {
      sentOnce = true;
      while (!pending.isEmpty()) {
        connection.write(pending.remove());
      }
    }
    client.allow(client.hasWholeRequest() ? Limits.ANSWER : Limits.STALLED);
    client.pause(!connection.isWritable());
  }

  /** A part of the request's body; the last one ends it. */
  void body(HttpContent content) {
    if (kept != null) {
      kept.add(content.content());
    }
    if (upstream == null) {
      pending.add(content);
      client.pause(!client.hasWholeRequest());
    } else {
      upstream.write(content);
      client.pause(!upstream.isWritable() && !client.hasWholeRequest());
    }
  }

  /** Bytes of a tunnel, from the program. */
  void tunnel(ByteBuf content) {
    if (upstream == null) {
      content.release();
      return;
    }
    client.allow(Limits.SILENCE);
    upstream.write(content);
    client.pause(!upstream.isWritable());
  }

  /** Bytes of a tunnel, from the service. */
  void tunnelBack(ByteBuf content) {
    client.allow(Limits.SILENCE);
    bytes += content.readableBytes();
    client.write(content);
    slowDown();
  }

  void flush() {
    if (upstream != null) {
      upstream.flush();
    }
  }

  /** Lets out what has come of the answer. */
  void flushBack() {
    client.flush();
  }

  void clientIsWritable() {
    if (upstream != null) {
      upstream.pause(false);
    }
  }

  void serviceIsWritable() {
    client.pause(false);
  }

  private void slowDown() {
    if (upstream != null && !client.isWritable()) {
      upstream.pause(true);
    }
  }

  /** The beginning of an answer. */
  void answer(HttpResponse response) {
    int status = response.status().code();
    if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL
        && status != HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
      interim = true;
      return;
    }
    if (status == HttpResponseStatus.UNAUTHORIZED.code() && !replaced && credential != null) {
      replaced = true;
      CompletableFuture<ResolvedCredential> other = service.replacement(credential);
      if (repeatable) {
        leave();
        proceed(other);
        return;
      }
    }
    release();
    answer = AnswerHead.of(response, head, service.headers(), address);
    client.write(answer.response(client.isKeptAlive()));
    client.allow(Limits.SILENCE);
  }

  /** A part of an answer's body; the last one ends it. */
  void content(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    if (interim || answer == null) {
      interim &= !last;
      content.release();
      return;
    }
    if (last && answer.isSwitch()) {
      content.release();
      becomeTunnel();
      return;
    }
    if (last && answer.endsWithConnection() && upstream != null && !upstream.endedWell()) {
      content.release();
      broken(new EOFException());
      return;
    }
    bytes += content.content().readableBytes();
    client.allow(Limits.SILENCE);
    client.write(last ? answer.last((LastHttpContent) content) : content);
    if (last) {
      finish(answer);
    } else {
      slowDown();
    }
  }

  private void becomeTunnel() {
    tunnelled = true;
    client.write(LastHttpContent.EMPTY_LAST_CONTENT);
    client.flush();
    client.becomeTunnel();
    if (upstream != null) {
      upstream.becomeTunnel();
    }
  }

  private void finish(AnswerHead complete) {
    UpstreamConnection used = upstream;
    upstream = null;
    if (used != null) {
      if (complete.leavesConnection() && client.hasWholeRequest()) {
        used.rest();
      } else {
        used.close();
      }
    }
    client.flush();
    end("");
    client.answered(complete.keeps(client.isKeptAlive()));
  }

  /** Has what is left of an answer thrown away, to send the request again. */
  private void leave() {
    if (upstream != null) {
      upstream.leave(client.hasWholeRequest());
      upstream = null;
    }
  }

  /** The connection to the service has ended. */
  void broken(@Nullable Throwable cause) {
    if (done) {
      return;
    }
    UpstreamConnection used = upstream;
    upstream = null;
    if (used != null) {
      used.close();
    }
    if (tunnelled) {
      end("");
      client.closeWhenWritten();
    } else if (answer != null) {
      end("broken off by the service");
      client.breakOff(answer.framed());
    } else if (used != null && used.wasIdle() && mayRepeatUnanswered() && credential != null) {
      // It was closed while the request was on its way, which happens to any kept connection.
      reconnected = true;
      connect(credential);
    } else {
      fail(cause == null ? new EOFException("closed without an answer") : cause);
    }
  }

  private boolean mayRepeatUnanswered() {
    return repeatable && IDEMPOTENT.contains(head.method()) && !reconnected;
  }

  /** The program has gone. */
  void abandon() {
    if (!done) {
      if (upstream != null) {
        upstream.close();
        upstream = null;
      }
      end(tunnelled ? "" : "abandoned by the program");
    }
  }

  /** Time is up; false if the connection cannot be used for an answer any more. */
  boolean expire() {
    if (answer != null || done) {
      return false;
    }
    if (client.hasWholeRequest()) {
      fail(
          reception
              .pool()
              .failure(
                  address,
                  new HttpTimeoutException(
                      "no answer within " + Duration.ofSeconds(Limits.ANSWER))));
      return true;
    }
    return false;
  }

  private void fail(@Nullable Throwable cause) {
    if (upstream != null) {
      upstream.close();
      upstream = null;
    }
    AuthException problem = problem(cause);
    end(problem.code().id());
    client.answer(problem);
  }

  private AuthException problem(@Nullable Throwable cause) {
    Throwable root =
        cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    if (root instanceof AuthException known) {
      return known;
    }
    if (root instanceof IOException) {
      return reception.pool().failure(address, root);
    }
    return new AuthException.Protocol(
        ErrorCode.PROTOCOL_ERROR, "The request could not be passed on.", null);
  }

  private void end(String note) {
    done = true;
    release();
    drop();
    reception
        .log()
        .passed(
            service.route().key(),
            head.method(),
            path,
            answer == null ? 0 : answer.status(),
            bytes,
            System.nanoTime() - startedAt,
            note);
  }

  private void release() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }

  private void drop() {
    while (!pending.isEmpty()) {
      pending.remove().release();
    }
  }
}

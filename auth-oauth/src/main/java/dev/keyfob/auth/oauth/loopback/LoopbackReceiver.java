package dev.keyfob.auth.oauth.loopback;

import dev.keyfob.auth.api.AuthException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits on the loopback interface for the browser to come back from the identity provider.
 *
 * <p>Every connection has its own thread, little time and little memory; when there are too many,
 * the one that has been silent longest goes. Nothing but the genuine answer ends the wait, and only
 * the first one counts. The JDK's own HTTP server has no such limits per connection.
 */
public final class LoopbackReceiver implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 128;
  private static final Duration HEAD_LIMIT = Duration.ofSeconds(10);
  private static final Duration LINGER = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final int MAX_DRAINED = 4 << 20;

  private final List<ServerSocket> servers;
  private final CallbackRules rules;
  private final CallbackPage page;
  private final URI redirectUri;
  private final Set<Socket> silent = new LinkedHashSet<>();
  private final List<Thread> acceptors = new ArrayList<>();
  private final AtomicBoolean answered = new AtomicBoolean();
  private final CompletableFuture<Callback> arrival = new CompletableFuture<>();

  private LoopbackReceiver(LoopbackAddress address, String path, String state, CallbackPage page) {
    servers = address.sockets();
    redirectUri = URI.create("http://" + address.authority() + path);
    rules = new CallbackRules(address.authority(), path, state);
    this.page = page;
  }

  /**
   * Starts to listen.
   *
   * @param address what to listen on; it is closed with this receiver
   * @param path the path of the redirect URI
   * @param state what tells the genuine answer from all others
   */
  public static LoopbackReceiver open(
      LoopbackAddress address, String path, String state, CallbackPage page) {
    LoopbackReceiver receiver = new LoopbackReceiver(address, path, state, page);
    for (ServerSocket server : receiver.servers) {
      receiver.acceptors.add(
          Thread.ofVirtual().name("loopback-accept").start(() -> receiver.accept(server)));
    }
    return receiver;
  }

  public URI redirectUri() {
    return redirectUri;
  }

  /** Completes when the genuine answer is there. Changing it changes nothing here. */
  public CompletableFuture<Callback> answered() {
    return arrival.copy();
  }

  /**
   * Waits for the genuine answer.
   *
   * @return the answer, whose browser waits for {@link Callback#reply}; empty if none has come in
   *     time
   * @throws AuthException.Cancelled if the thread is interrupted
   */
  public Optional<Callback> await(Duration limit) {
    try {
      return Optional.of(arrival.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("The login was interrupted.");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Closes the port and every connection. A browser that still waits is told that it is over. */
  @Override
  public void close() {
    servers.forEach(LoopbackReceiver::closeQuietly);
    Callback open = arrival.getNow(null);
    if (open != null) {
      open.reply(unfinished());
    }
    synchronized (silent) {
      silent.forEach(LoopbackReceiver::closeQuietly);
    }
    awaitClosedPort();
  }

  /** The system keeps the port open for as long as a thread is inside of accept. */
  private void awaitClosedPort() {
    try {
      for (Thread acceptor : acceptors) {
        boolean _ = acceptor.join(CLOSE_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        admit(socket);
        if (server.isClosed()) {
          closeQuietly(socket);
        }
        Thread.ofVirtual().name("loopback-connection").start(() -> serve(socket));
      } catch (IOException e) {
        // the port is closed, which ends the loop, or there are no file handles left just now
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }
  }

  private void admit(Socket socket) {
    synchronized (silent) {
      if (silent.size() >= MAX_CONNECTIONS) {
        Iterator<Socket> oldest = silent.iterator();
        closeQuietly(oldest.next());
        oldest.remove();
      }
      silent.add(socket);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Optional<String> head = HeadReader.read(socket, HEAD_LIMIT);
      forget(socket);
      if (head.isPresent()) {
        answer(socket, head.get());
      }
    } catch (IOException e) {
      // whoever it was has gone, or sent nothing in time, as browsers do that connect ahead
    } finally {
      forget(socket);
    }
  }

  private void answer(Socket socket, String head) throws IOException {
    Optional<RequestHead> request = RequestHead.parse(head);
    if (request.isEmpty()) {
      sendAndDrain(socket, page.stray(400, "This is not a request that a browser would send."));
      return;
    }
    switch (rules.judge(request.get())) {
      case CallbackRules.Stray stray ->
          sendAndDrain(socket, page.stray(stray.status(), stray.reason()));
      case CallbackRules.Genuine genuine -> {
        if (answered.compareAndSet(false, true)) {
          deliver(socket, new Callback(genuine.response()));
        } else {
          sendAndDrain(
              socket, page.stray(409, "This login is already complete. See the terminal."));
        }
      }
    }
  }

  private void deliver(Socket socket, Callback callback) throws IOException {
    arrival.complete(callback);
    if (servers.getFirst().isClosed()) {
      callback.answer(unfinished()); // too late for whoever has closed to see it
    }
    try {
      send(socket, callback.awaitReply(unfinished()));
    } finally {
      callback.delivered();
    }
  }

  private byte[] unfinished() {
    return page.failure("The login was not completed. See the terminal.");
  }

  private static void send(Socket socket, byte[] response) throws IOException {
    socket.getOutputStream().write(response);
    socket.shutdownOutput();
  }

  /** A close with something unread would reset the connection and take the answer with it. */
  private static void sendAndDrain(Socket socket, byte[] response) throws IOException {
    send(socket, response);
    long deadline = System.nanoTime() + LINGER.toNanos();
    InputStream rest = socket.getInputStream();
    byte[] sink = new byte[8192];
    int drained = 0;
    int read = 0;
    while (read >= 0 && drained < MAX_DRAINED) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        return;
      }
      socket.setSoTimeout((int) left);
      read = rest.read(sink);
      drained += read;
    }
  }

  private void forget(Socket socket) {
    synchronized (silent) {
      silent.remove(socket);
    }
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // it is of no use any more either way
    }
  }
}

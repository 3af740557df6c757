package dev.keyfob.it.reliability;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A door before a PostgreSQL, through which one client goes. It sees each thing that is asked, and
 * can do something before the server hears of it, or when the server has done it and the client has
 * not heard. Thread-safe.
 */
final class PostgresqlGate implements AutoCloseable {
  /** Where an exchange is. */
  enum Stage {
    ASKED,
    DONE
  }

  /** What is done at a moment of an exchange. */
  @FunctionalInterface
  interface Watch {
    /**
     * Called by the thread that carries the exchange.
     *
     * @param step how many exchanges there were before
     * @param what the statement, or what takes its place at the beginning of a connection
     */
    void at(int step, Stage stage, String what);
  }

  private static final int AUTHENTICATION_GOES_ON = 10;
  private static final int AUTHENTICATION_CONTINUES = 11;

  private final ServerSocket door;
  private final int serverPort;
  private final Watch watch;
  private final AtomicInteger steps = new AtomicInteger();
  private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();
  private final Thread acceptor = Thread.ofVirtual().unstarted(this::welcome);

  private PostgresqlGate(ServerSocket door, int serverPort, Watch watch) {
    this.door = door;
    this.serverPort = serverPort;
    this.watch = watch;
  }

  /** Opens a door, on every address of this machine. */
  static PostgresqlGate before(int serverPort, Watch watch) {
    try {
      PostgresqlGate gate = new PostgresqlGate(new ServerSocket(0), serverPort, watch);
      gate.acceptor.start();
      return gate;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return door.getLocalPort();
  }

  private void welcome() {
    try {
      while (true) {
        Socket client = door.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> carry(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void carry(Socket client) {
    try (client;
        Socket server = new Socket()) {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
      open.add(server);
      DataInputStream fromClient = new DataInputStream(client.getInputStream());
      DataInputStream fromServer = new DataInputStream(server.getInputStream());
      exchange(startUp(fromClient), fromServer, server.getOutputStream(), client);
      while (true) {
        exchange(request(fromClient), fromServer, server.getOutputStream(), client);
      }
    } catch (IOException e) {
      // One of the two has gone, and so the other is left.
    }
  }

  /**
   * What a client asks at once.
   *
   * @param what the statement
   * @param bytes all of it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Request(String what, byte[] bytes) {}

  private void exchange(
      Request request, DataInputStream fromServer, OutputStream toServer, Socket client)
      throws IOException {
    int step = steps.getAndIncrement();
    watch.at(step, Stage.ASKED, request.what());
    toServer.write(request.bytes());
    toServer.flush();
    byte[] answer = answer(fromServer);
    watch.at(step, Stage.DONE, request.what());
    client.getOutputStream().write(answer);
    client.getOutputStream().flush();
  }

  /** The first message of a connection has no type. */
  private static Request startUp(DataInputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream copy = new DataOutputStream(bytes);
    int length = in.readInt();
    copy.writeInt(length);
    copy.write(in.readNBytes(length - Integer.BYTES));
    return new Request("connect", bytes.toByteArray());
  }

  /** Messages up to one that wants an answer. */
  private static Request request(DataInputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream copy = new DataOutputStream(bytes);
    String what = "authenticate";
    while (true) {
      int type = in.readByte();
      int length = in.readInt();
      byte[] body = in.readNBytes(length - Integer.BYTES);
      copy.writeByte(type);
      copy.writeInt(length);
      copy.write(body);
      switch (type) {
        case 'P' -> what = new String(body, StandardCharsets.UTF_8).split("\0", -1)[1];
        case 'X' -> throw new EOFException("the client says good-bye");
        case 'Q', 'S', 'p' -> {
          return new Request(what, bytes.toByteArray());
        }
        default -> {} // it goes on
      }
    }
  }

  /** Messages up to the one that gives the client the word. */
  private static byte[] answer(DataInputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream copy = new DataOutputStream(bytes);
    while (true) {
      int type = in.read();
      if (type < 0) {
        throw new EOFException("the server has gone");
      }
      int length = in.readInt();
      byte[] body = in.readNBytes(length - Integer.BYTES);
      copy.writeByte(type);
      copy.writeInt(length);
      copy.write(body);
      int code = type == 'R' ? body[Integer.BYTES - 1] : 0;
      if (type == 'Z' || code == AUTHENTICATION_GOES_ON || code == AUTHENTICATION_CONTINUES) {
        return bytes.toByteArray();
      }
    }
  }

  /** Waits for the thread inside of accept, which takes one more client. */
  @Override
  public void close() {
    closeQuietly(door);
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.forEach(PostgresqlGate::closeQuietly);
  }

  private static void closeQuietly(Closeable one) {
    try {
      one.close();
    } catch (IOException e) {
      // it is of no use any more
    }
  }
}

package dev.keyfob.auth.oauth.loopback;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.OAuthSettings;
import dev.keyfob.auth.api.ServiceProfile;
import dev.keyfob.auth.oauth.client.RegisteredClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where a browser comes back to: a port on the loopback interface and nowhere else (RFC 8252
 * sections 7.3 and 8.3).
 *
 * @param sockets listening: one, or for {@code localhost} one of each address family, because
 *     nobody knows which of them a browser takes
 * @param authority host and port as they stand in the redirect URI
 */
public record LoopbackAddress(List<ServerSocket> sockets, String authority) {
  private static final int BACKLOG = 256;
  private static final int ATTEMPTS = 16;
  private static final byte[] IPV4 = {127, 0, 0, 1};
  private static final byte[] IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  /**
   * Binds the port asked for, else the first free one of the profile's list, else any.
   *
   * @throws AuthException.Misconfigured if none can be had
   */
  public static LoopbackAddress bind(ServiceProfile profile, AccountKey key, OptionalInt port) {
    OAuthSettings settings = profile.oauth().orElseThrow();
    List<Integer> ports =
        port.isPresent()
            ? List.of(port.getAsInt())
            : settings.redirectPorts().isEmpty() ? List.of(0) : settings.redirectPorts();
    String host = settings.redirectHost();
    if (host.equals("localhost") && hasLoopback(IPV4) && hasLoopback(IPV6)) {
      return bindBoth(port, ports, profile, key);
    }
    if (host.equals("::1") || host.equals("[::1]")) {
      return bindFirst(IPV6, "[::1]", ports, profile, key);
    }
    if (!host.equals("localhost") && !host.equals("127.0.0.1")) {
      throw new AuthException.Misconfigured(
          ErrorCode.OAUTH_NOT_CONFIGURED,
          "The redirectHost of the profile "
              + profile.name()
              + " is not on this machine: only 127.0.0.1, ::1 and localhost are.",
          "keyfob profile show " + profile.name(),
          null);
    }
    try {
      return bindFirst(IPV4, host, ports, profile, key);
    } catch (AuthException.Misconfigured e) {
      if (hasLoopback(IPV4)) {
        throw e;
      }
      return bindFirst(IPV6, host.equals("localhost") ? host : "[::1]", ports, profile, key);
    }
  }

  /**
   * The same, but the port that a client was registered with before any other, if nothing says
   * which.
   */
  public static LoopbackAddress bind(
      ServiceProfile profile, AccountKey key, OptionalInt port, Optional<RegisteredClient> before) {
    OAuthSettings settings = profile.oauth().orElseThrow();
    if (port.isEmpty() && settings.redirectPorts().isEmpty() && before.isPresent()) {
      for (String redirect : before.get().redirectUris()) {
        int known = URI.create(redirect).getPort();
        if (known > 0) {
          try {
            return bind(profile, key, OptionalInt.of(known));
          } catch (AuthException.Misconfigured e) {
            // taken; a client is registered for another one
          }
        }
      }
    }
    return bind(profile, key, port);
  }

  /**
   * Host and port for a redirect that nobody here waits for: registered if need be, and free, so
   * that no other program gets the answer.
   */
  public static String unused(
      ServiceProfile profile, AccountKey key, OptionalInt port, Optional<RegisteredClient> before) {
    LoopbackAddress address = bind(profile, key, port, before);
    address.sockets().forEach(LoopbackAddress::close);
    return address.authority();
  }

  /**
   * Listens beyond the loopback interface, for a container whose published port leads here: what
   * stands in the redirect URI stays this machine as the browser sees it.
   *
   * @param listen the address to listen on, not looked up as a name
   * @throws AuthException.Misconfigured if that is no address, or its port cannot be had
   */
  public static LoopbackAddress beyond(
      String listen, ServiceProfile profile, AccountKey key, OptionalInt port) {
    OAuthSettings settings = profile.oauth().orElseThrow();
    List<Integer> ports = port.isPresent() ? List.of(port.getAsInt()) : settings.redirectPorts();
    if (ports.isEmpty()) {
      throw AuthException.usage(
          "To listen on " + listen + " a port is needed, the one that is published.",
          key.loginCommand() + " --oauth --listen " + listen + " --port \"$PORT\"");
    }
    byte[] address;
    try {
      address = InetAddress.ofLiteral(listen.replaceAll("[\\[\\]]", "")).getAddress();
    } catch (IllegalArgumentException e) {
      throw AuthException.usage(
          "--listen wants an address of this machine, such as 0.0.0.0.", null);
    }
    String host = settings.redirectHost();
    return bindFirst(address, host.equals("::1") ? "[::1]" : host, ports, profile, key);
  }

  /** The same port in both families, or another program could have the one of them. */
  private static LoopbackAddress bindBoth(
      OptionalInt asked, List<Integer> ports, ServiceProfile profile, AccountKey key) {
    boolean any = ports.equals(List.of(0));
    IOException failure = null;
    for (int attempt = 0; attempt < (any ? ATTEMPTS : ports.size()); attempt++) {
      ServerSocket first = null;
      try {
        first = listen(IPV4, any ? 0 : ports.get(attempt));
        ServerSocket second = listen(IPV6, first.getLocalPort());
        return new LoopbackAddress(List.of(first, second), "localhost:" + first.getLocalPort());
      } catch (IOException e) {
        failure = e;
        if (first != null) {
          close(first);
        }
      }
    }
    throw taken(asked.isPresent() ? List.of(asked.getAsInt()) : ports, profile, key, failure);
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it was had, and could only not be given back properly
    }
  }

  private static LoopbackAddress bindFirst(
      byte[] address, String host, List<Integer> ports, ServiceProfile profile, AccountKey key) {
    IOException failure = null;
    for (int port : ports) {
      try {
        ServerSocket socket = listen(address, port);
        return new LoopbackAddress(List.of(socket), host + ":" + socket.getLocalPort());
      } catch (IOException e) {
        failure = e;
      }
    }
    throw taken(ports, profile, key, failure);
  }

  private static ServerSocket listen(byte[] address, int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(address), port), BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static boolean hasLoopback(byte[] address) {
    try (ServerSocket probe = listen(address, 0)) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static AuthException.Misconfigured taken(
      List<Integer> ports, ServiceProfile profile, AccountKey key, @Nullable IOException cause) {
    boolean any = ports.equals(List.of(0));
    boolean one = ports.size() == 1;
    String which = ports.toString().replaceAll("[\\[\\]]", "");
    return new AuthException.Misconfigured(
        ErrorCode.USAGE,
        any
            ? "No port on the loopback interface can be had for the browser to come back to."
            : "The browser could not come back: "
                + (one
                    ? "port " + which + " on the loopback interface is taken."
                    : "all ports that "
                        + profile.displayName()
                        + " allows are taken: "
                        + which
                        + "."),
        any
            ? key.loginCommand() + " --device"
            : "close what uses " + (one ? "it" : "one of them") + ", then run the login again",
        cause);
  }
}

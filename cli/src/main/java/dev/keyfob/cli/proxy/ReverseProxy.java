package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Keyfob;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A server on this machine that passes requests on to services with the credential on them, so that
 * whoever asks it never sees the credential. Its address holds a secret of its own, good for as
 * long as it runs, without which other users and web pages get nothing.
 */
public final class ReverseProxy implements AutoCloseable {
  private static final int SECRET_BYTES = 32;
  private static final int BACKLOG = 1024;
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MOST_LOOPS = 4;
  private static final int CLOSING_SECONDS = 2;

  /** Held, since a logger that nobody holds forgets its level. Errors are answers here. */
  private static final Logger SERVER_LOG = Logger.getLogger("io.netty");

  private final MultiThreadIoEventLoopGroup loops;
  private final Acceptor acceptor;
  private final Channel server;
  private final URI address;
  private final RequestLog log;

  private ReverseProxy(
      MultiThreadIoEventLoopGroup loops,
      Acceptor acceptor,
      Channel server,
      URI address,
      RequestLog log) {
    this.loops = loops;
    this.acceptor = acceptor;
    this.server = server;
    this.address = address;
    this.log = log;
  }

  /**
   * Starts to serve.
   *
   * @param keyfob where credentials come from
   * @param routes which requests go where
   * @param rules what may be asked for
   * @param log who hears of it; closed with the proxy
   * @param port the port of the loopback interface; 0 for any
   * @return the running server, to be closed
   * @throws AuthException.Misconfigured if the port is taken
   */
  public static ReverseProxy start(
      Keyfob keyfob, List<Route> routes, AccessRules rules, RequestLog log, int port) {
    SERVER_LOG.setLevel(Level.OFF);
    MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors()),
            new DefaultThreadFactory("keyfob-proxy", true),
            NioIoHandler.newFactory());
    try {
      Acceptor acceptor = new Acceptor();
      Channel server = listen(loops, acceptor, port);
      String authority = "127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort();
      String secret = secret();
      URI address = URI.create("http://" + authority + secret);
      List<Service> services =
          routes.stream()
              .sorted(Comparator.comparingInt((Route route) -> route.prefix().length()).reversed())
              .map(route -> new Service(keyfob, route, address.toString()))
              .toList();
      Connector connector = new Connector(keyfob::httpClient);
      BodyBudget budget = new BodyBudget(Limits.REPEATABLE_TOGETHER);
      RequestGuard guard = new RequestGuard(authority, secret);
      for (EventExecutor loop : loops) {
        UpstreamPool pool = new UpstreamPool(connector, (EventLoop) loop);
        acceptor.receptions.put(loop, new Reception(guard, services, rules, log, budget, pool));
      }
      server.config().setAutoRead(true);
      return new ReverseProxy(loops, acceptor, server, address, log);
    } catch (RuntimeException e) {
      shutDown(loops);
      throw e;
    }
  }

  private static String secret() {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    return "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Listens, but takes no connection yet. */
  private static Channel listen(MultiThreadIoEventLoopGroup loops, Acceptor acceptor, int port) {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(acceptor)
            .bind(new InetSocketAddress(LOOPBACK, port))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw AuthException.usage(
          "The port " + port + " cannot be listened on; another program may have it.",
          "keyfob proxy --port 0");
    }
    return bound.channel();
  }

  /** Gives each new connection to what its event loop serves it by. */
  private static final class Acceptor extends ChannelInitializer<SocketChannel> {
    final Map<EventExecutor, Reception> receptions = new ConcurrentHashMap<>();
    final Strangers strangers = new Strangers(Limits.STRANGERS, Limits.PROGRAMS);
    final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    @Override
    protected void initChannel(SocketChannel channel) {
      Reception reception = Objects.requireNonNull(receptions.get(channel.eventLoop()));
      open.add(channel);
      channel
          .pipeline()
          .addLast(
              new HttpServerCodec(Limits.requests()),
              new ClientConnection(channel, reception, strangers));
    }
  }

  /**
   * What stands in for the address of the service's API, secret included.
   *
   * @return an address without a slash at its end
   */
  public URI address() {
    return address;
  }

  @Override
  public void close() {
    server.close().awaitUninterruptibly();
    acceptor.open.close().awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
    shutDown(loops);
    log.close();
  }

  private static void shutDown(MultiThreadIoEventLoopGroup loops) {
    loops
        .shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
  }
}

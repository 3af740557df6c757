package dev.keyfob.cli.proxy;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.spi.BoundedHttp;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to services as the client of all other requests would: through the same proxy,
 * trusting the same certificates. Safe for use by many threads.
 */
final class Connector {
  private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

  private final Supplier<HttpClient> settings;

  Connector(Supplier<HttpClient> settings) {
    this.settings = settings;
  }

  /** Connects. The result is handed over in the event loop: a connection, or what went wrong. */
  void connect(
      URI address,
      EventLoop loop,
      UpstreamPool pool,
      BiConsumer<@Nullable UpstreamConnection, @Nullable Throwable> then) {
    // Names are looked up by calls that block.
    VIRTUAL.execute(
        () -> {
          try {
            Way way = way(address);
            List<InetAddress> found = List.of(InetAddress.getAllByName(way.nextHost()));
            hand(loop, () -> attempt(way, found, 0, loop, pool, then));
          } catch (UnknownHostException e) {
            hand(loop, () -> then.accept(null, e));
          } catch (RuntimeException e) {
            hand(loop, () -> then.accept(null, e));
          }
        });
  }

  /** What went wrong with a service, as any other request to it would say. */
  AuthException failure(URI address, Throwable cause) {
    return new BoundedHttp(settings).failure(HttpRequest.newBuilder(address).build(), cause);
  }

  private static void hand(EventLoop loop, Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      // the proxy is being closed
    }
  }

  private Way way(URI address) {
    HttpClient client = settings.get();
    for (Proxy proxy : client.proxy().map(all -> all.select(address)).orElse(List.of())) {
      if (proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress at) {
        return new Way(
            address, at, client.authenticator().map(known -> password(known, at)).orElse(null));
      }
    }
    return new Way(address, null, null);
  }

  private static @Nullable PasswordAuthentication password(
      Authenticator known, InetSocketAddress proxy) {
    return known.requestPasswordAuthenticationInstance(
        proxy.getHostString(),
        null,
        proxy.getPort(),
        "http",
        "",
        "Basic",
        null,
        Authenticator.RequestorType.PROXY);
  }

  private void attempt(
      Way way,
      List<InetAddress> addresses,
      int number,
      EventLoop loop,
      UpstreamPool pool,
      BiConsumer<@Nullable UpstreamConnection, @Nullable Throwable> then) {
    boolean last = number == addresses.size() - 1;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                last ? Limits.CONNECT_MILLIS : Limits.CONNECT_MILLIS / 4)
            .resolver(NoopAddressResolverGroup.INSTANCE)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (way.tunnelled()) {
                      channel.pipeline().addLast(tunnel(way, addresses.get(number)));
                    }
                    if (way.secure()) {
                      channel.pipeline().addLast(tls(way));
                    }
                    channel.pipeline().addLast(new HttpClientCodec(Limits.answers(), false, false));
                  }
                });
    // With a proxy handler in it, a channel connects to what lies behind the proxy.
    InetSocketAddress target =
        way.tunnelled()
            ? InetSocketAddress.createUnresolved(way.host(), way.port())
            : new InetSocketAddress(addresses.get(number), way.nextPort());
    ChannelFuture connecting = bootstrap.connect(target);
    var _ =
        connecting.addListener(
            done -> {
              if (done.isSuccess()) {
                secured(way, connecting.channel(), pool, then);
              } else if (last) {
                then.accept(null, done.cause());
              } else {
                attempt(way, addresses, number + 1, loop, pool, then);
              }
            });
  }

  private static HttpProxyHandler tunnel(Way way, InetAddress found) {
    InetSocketAddress at = new InetSocketAddress(found, way.nextPort());
    PasswordAuthentication password = way.password();
    return password == null
        ? new HttpProxyHandler(at)
        : new HttpProxyHandler(at, password.getUserName(), new String(password.getPassword()));
  }

  private SslHandler tls(Way way) {
    SSLEngine engine = settings.get().sslContext().createSSLEngine(way.host(), way.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return new SslHandler(engine, false, VIRTUAL);
  }

  private static void secured(
      Way way,
      Channel channel,
      UpstreamPool pool,
      BiConsumer<@Nullable UpstreamConnection, @Nullable Throwable> then) {
    UpstreamConnection connection =
        new UpstreamConnection(channel, pool, way.read(), way.authorization());
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      channel.pipeline().addLast(connection);
      then.accept(connection, null);
      return;
    }
    var _ =
        tls.handshakeFuture()
            .addListener(
                done -> {
                  if (done.isSuccess()) {
                    channel.pipeline().addLast(connection);
                    then.accept(connection, null);
                  } else {
                    channel.close();
                    then.accept(null, done.cause());
                  }
                });
  }
}

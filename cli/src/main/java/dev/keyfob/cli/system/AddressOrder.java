package dev.keyfob.cli.system;

import dev.keyfob.auth.api.http.HostAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/** Looks host names up as ever, and puts the addresses last that did not answer a moment ago. */
public final class AddressOrder extends InetAddressResolverProvider {
  /** For the service loader. */
  public AddressOrder() {}

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver usual = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        return HostAddresses.inOrder(host, usual.lookupByName(host, policy).toList()).stream();
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return usual.lookupByAddress(address);
      }
    };
  }

  @Override
  public String name() {
    return "keyfob";
  }
}

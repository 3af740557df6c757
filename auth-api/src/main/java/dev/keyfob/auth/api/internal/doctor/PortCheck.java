package dev.keyfob.auth.api.internal.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a login by browser could wait for its answer on the loopback interface (RFC 8252 section
 * 7.3).
 *
 * @param ports those that the identity provider allows; none for any
 */
public record PortCheck(List<Integer> ports) implements HealthCheck {
  private static final List<byte[]> LOOPBACK =
      List.of(
          new byte[] {127, 0, 0, 1}, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

  @Override
  public String name() {
    return "port";
  }

  @Override
  public CheckResult look() {
    List<Integer> busy = new ArrayList<>();
    for (int port : ports.isEmpty() ? List.of(0) : ports) {
      if (isFree(port)) {
        return CheckResult.pass(
            port == 0 ? "A port for browser logins is available." : "Port " + port + " is free.");
      }
      busy.add(port);
    }
    return CheckResult.fail(
        ports.isEmpty()
            ? "No port of the loopback interface can be used."
            : "None of the ports that the identity provider allows is free: " + busy + ".",
        "keyfob login --device, or keyfob login --paste");
  }

  private static boolean isFree(int port) {
    for (byte[] address : LOOPBACK) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(address), port));
        return true;
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e); // both have the length of an address
      } catch (IOException e) {
        // the other one, or none
      }
    }
    return false;
  }
}

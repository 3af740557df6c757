package dev.keyfob.auth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostAddressesTests {
  private static InetAddress address(String literal) throws Exception {
    return InetAddress.getByName(literal);
  }

  @Test
  void hasAnother_eachInTurn_thenAllAnew() throws Exception {
    InetAddress four = address("192.0.2.1");
    InetAddress six = address("2001:db8::1");
    List<InetAddress> found = List.of(four, six);
    assertEquals(found, HostAddresses.inOrder("dual.example", found));
    assertTrue(HostAddresses.hasAnother("dual.example"));
    assertEquals(List.of(six, four), HostAddresses.inOrder("dual.example", found));
    assertFalse(HostAddresses.hasAnother("dual.example"));
    assertEquals(found, HostAddresses.inOrder("dual.example", found));
  }

  @Test
  void hasAnother_oneAddressOrNeverLookedUp_isFalse() throws Exception {
    HostAddresses.inOrder("single.example", List.of(address("192.0.2.1")));
    assertFalse(HostAddresses.hasAnother("single.example"));
    assertFalse(HostAddresses.hasAnother("unknown.example"));
  }
}

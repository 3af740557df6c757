package dev.keyfob.it.reliability;

import dev.keyfob.auth.testkit.PostgresqlServer;
import dev.keyfob.it.Fixtures;
import dev.keyfob.it.process.KeyfobProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/**
 * A host of a fleet: a network namespace with a link of its own to this machine, and a home of its
 * own. What this machine serves is at {@link #gateway()} for it; the identity provider's port is at
 * its loopback address as well, since keyfob sends tokens in the clear nowhere else. Only root can
 * make one. Not to be shared by threads.
 */
final class NetworkHost implements AutoCloseable {
  private final String name;
  private final int number;
  private final Path script;
  private final Home home;

  private NetworkHost(String name, int number, Path script, Home home) {
    this.name = name;
    this.number = number;
    this.script = script;
    this.home = home;
  }

  /** Makes a host; skips the test where that is not allowed. */
  static NetworkHost create(int number, Path folder, StrictIdentityProvider provider) {
    String name = "kf" + ProcessHandle.current().pid() % 100_000 + "n" + number;
    Machine.Outcome made = Machine.run("ip", "netns", "add", name);
    if (made.exitCode() != 0) {
      Machine.lacks("right to make a network namespace", made);
    }
    try {
      Files.createDirectories(folder);
      Path script = folder.resolve("keyfob");
      Files.writeString(
          script,
          "#!/bin/sh\nexec ip netns exec " + name + " '" + FleetDistribution.bin() + "' \"$@\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
      NetworkHost host =
          new NetworkHost(name, number, script, Home.of(folder.resolve("home"), provider));
      host.connect(provider.address().getPort());
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect(int providerPort) {
    String outside = name + "o";
    must("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", name);
    must("ip", "addr", "add", gateway() + "/30", "dev", outside);
    must("ip", "link", "set", outside, "up");
    inside("ip", "link", "set", "lo", "up");
    inside("ip", "addr", "add", network() + ".2/30", "dev", "eth0");
    inside("ip", "link", "set", "eth0", "up");
    inside("sysctl", "-q", "-w", "net.ipv4.conf.all.route_localnet=1");
    String port = Integer.toString(providerPort);
    inside(
        "iptables",
        "-t",
        "nat",
        "-A",
        "OUTPUT",
        "-d",
        "127.0.0.1",
        "-p",
        "tcp",
        "--dport",
        port,
        "-j",
        "DNAT",
        "--to-destination",
        gateway() + ":" + port);
    inside("iptables", "-t", "nat", "-A", "POSTROUTING", "-o", "eth0", "-j", "MASQUERADE");
  }

  /** This machine, as the host sees it. */
  String gateway() {
    return network() + ".1";
  }

  /** Another one than those of hosts which a test that was killed has left. */
  private String network() {
    return "10.214." + (ProcessHandle.current().pid() % 60 * FleetBed.HOSTS + number);
  }

  Home home() {
    return home;
  }

  /** The program on this host, which finds its credentials in the file store. */
  KeyfobProcess keyfob() {
    KeyfobProcess plain = home.keyfob();
    return new KeyfobProcess(
        script, plain.directory(), plain.environment(), "", Duration.ofMinutes(3));
  }

  /** The same, with its credentials in that database. */
  KeyfobProcess keyfob(String url, String key) {
    return keyfob()
        .with("KEYFOB_STORE", "postgresql")
        .with("KEYFOB_POSTGRESQL_URL", url)
        .with("KEYFOB_POSTGRESQL_PASSWORD", PostgresqlServer.PASSWORD)
        .with("KEYFOB_FLEET_KEY", key);
  }

  /** Pulls the plug: nothing goes in or out. */
  void unplug() {
    inside("ip", "link", "set", "eth0", "down");
  }

  void plugIn() {
    inside("ip", "link", "set", "eth0", "up");
  }

  /** Lets every packet to a port of this machine vanish. */
  void cutOff(int port) {
    inside(
        "iptables", "-I", "OUTPUT", "-p", "tcp", "--dport", Integer.toString(port), "-j", "DROP");
  }

  /** Undoes it; does nothing where it has not come to that. */
  void reconnect(int port) {
    String rule = "iptables -D OUTPUT -p tcp --dport " + port + " -j DROP";
    Machine.run("ip", "netns", "exec", name, "sh", "-c", rule);
  }

  private void inside(String... command) {
    String[] all = new String[command.length + 4];
    System.arraycopy(new String[] {"ip", "netns", "exec", name}, 0, all, 0, 4);
    System.arraycopy(command, 0, all, 4, command.length);
    must(all);
  }

  private static void must(String... command) {
    Machine.Outcome outcome = Machine.run(command);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + outcome.output());
    }
  }

  @Override
  public void close() {
    Machine.run("ip", "netns", "del", name);
  }

  /** The one with the store linked in, or the one of {@code -Dkeyfob.fleet.bin=PATH}. */
  static final class FleetDistribution {
    private FleetDistribution() {}

    static Path bin() {
      String built =
          Fixtures.load().root().resolve("cli/fleet/target/keyfob-fleet/bin/keyfob").toString();
      return Path.of(System.getProperty("keyfob.fleet.bin", built));
    }

    static Map<String, String> clock(String shift) {
      return Map.of(
          "LD_PRELOAD", "/usr/$LIB/faketime/libfaketime.so.1",
          "FAKETIME", shift,
          "DONT_FAKE_MONOTONIC", "1",
          "FAKETIME_DONT_RESET", "1");
    }
  }
}

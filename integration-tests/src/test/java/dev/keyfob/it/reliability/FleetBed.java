package dev.keyfob.it.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.testkit.PostgresqlServer;
import dev.keyfob.it.process.KeyfobProcess;
import dev.keyfob.it.process.Result;
import dev.keyfob.it.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Four hosts that share sessions of an identity provider without mercy by a real PostgreSQL. A
 * lease that ends is shortened in the database, since only its clock counts. Not to be shared by
 * threads, but for what runs the program.
 */
final class FleetBed implements AutoCloseable {
  static final int HOSTS = 4;
  static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private final PostgresqlServer server = PostgresqlServer.start("*");
  private final StrictIdentityProvider provider = StrictIdentityProvider.startForHosts();
  private final List<NetworkHost> hosts = new ArrayList<>();
  private int logins;
  private String account = "none";

  private FleetBed() {}

  /** Makes hosts, with a database that is set up. */
  static FleetBed make(Path folder) {
    FleetBed bed = new FleetBed();
    boolean made = false;
    try {
      for (int i = 0; i < HOSTS; i++) {
        bed.hosts.add(NetworkHost.create(i, folder.resolve("host" + i), bed.provider));
      }
      succeed(bed.on(0).run("store", "init"));
      made = true;
      return bed;
    } finally {
      if (!made) {
        bed.close();
      }
    }
  }

  PostgresqlServer server() {
    return server;
  }

  StrictIdentityProvider provider() {
    return provider;
  }

  NetworkHost host(int number) {
    return hosts.get(number % HOSTS);
  }

  /** The program on a host, for the account of the last {@link #logIn()}. */
  KeyfobProcess on(int host) {
    return through(host, server.port());
  }

  /** The same, which reaches the database at another port of this machine. */
  KeyfobProcess through(int host, int port) {
    NetworkHost there = host(host);
    String url =
        "postgresql://%s@%s:%d/keyfob?sslmode=disable"
            .formatted(PostgresqlServer.USER, there.gateway(), port);
    return there.keyfob(url, KEY).with("KEYFOB_ACCOUNT", account);
  }

  /** Another account, with a session that is due, as a laptop would share it. */
  Tokens logIn() {
    provider.answering(TokenAnswer.honest());
    account = "account-" + ++logins;
    return logIn(account);
  }

  String account() {
    return account;
  }

  /** The same, of an account of that name. */
  Tokens logIn(String account) {
    Tokens tokens = provider.grants().issue();
    Home laptop = hosts.getFirst().home();
    laptop.store(account, tokens, Home.LONG_AGO);
    forgetWhereItIs(laptop, account);
    succeed(
        on(0)
            .with("KEYFOB_STORE", "")
            .run("store", "migrate", Home.PROFILE, "--account", account, "--to", "postgresql"));
    return tokens;
  }

  /** As on a laptop that has not shared this account before. */
  private static void forgetWhereItIs(Home laptop, String account) {
    try {
      Files.deleteIfExists(laptop.folder().resolve("accounts/demo/" + account + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As time would. */
  void expireLease(String account) {
    server.sql(
        "UPDATE keyfob_session SET lease_until = now() - interval '1 second'"
            + " WHERE lease_until IS NOT NULL AND account = '"
            + account
            + "'");
  }

  /** How often the document of an account was written. */
  long version(String account) {
    return Long.parseLong(
        server.sql("SELECT version FROM keyfob_session WHERE account = '" + account + "'"));
  }

  /** The access token that counts; fails where the grant is dead. */
  String latest(Tokens ofTheGrant) {
    return provider
        .grants()
        .latest(ofTheGrant)
        .orElseThrow(() -> new AssertionError("a refresh token was used twice"))
        .access();
  }

  static void signal(Running one, String name) {
    Machine.run("kill", "-" + name, Long.toString(one.handle().pid()));
  }

  /** What a run has printed, if it has succeeded. */
  static String succeed(Result result) {
    assertEquals(0, result.exitCode(), result::toString);
    return result.stdout().strip();
  }

  @Override
  public void close() {
    hosts.forEach(NetworkHost::close);
    provider.close();
    server.close();
  }
}

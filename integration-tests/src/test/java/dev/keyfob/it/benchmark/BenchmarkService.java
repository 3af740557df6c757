package dev.keyfob.it.benchmark;

import dev.keyfob.it.systems.StandIn;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A service to log in to for benchmarks, so that they measure what a login leaves: an identity
 * provider at which everybody consents, and an API. Prints its address as {@code SERVICE=…}, and
 * ends when its standard input does.
 */
final class BenchmarkService {
  /** The client that the identity provider knows. */
  private static final String CLIENT = "keyfob";

  private BenchmarkService() {}

  public static void main(String[] arguments) throws IOException {
    try (StandIn service =
        new StandIn(CLIENT).answering("/me", "{\"email\":\"someone@example.com\"}")) {
      System.out.println("SERVICE=" + service.address(""));
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}

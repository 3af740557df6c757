package dev.keyfob.benchmark;

import dev.keyfob.auth.api.ResolvedCredential;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** What a request pays for its credential while that is fresh, which is nearly always. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
public class WarmSession {
  /** The credential of any of the accounts. */
  @Benchmark
  public ResolvedCredential resolve(LoggedIn program) {
    return program.keyfob.token(program.keys[any(program)], Duration.ZERO);
  }

  /** A request with the credential of any of the accounts on it. */
  @Benchmark
  public HttpRequest attach(LoggedIn program) {
    return program.clients[any(program)].authorize(program.request);
  }

  /** For comparison: the same request, copied with a header by the JDK alone. */
  @Benchmark
  public HttpRequest copyRequestOnly(LoggedIn program) {
    return HttpRequest.newBuilder(program.request, (name, value) -> true)
        .setHeader("Authorization", "Bearer access-0123456789012345678901234567890123456789")
        .build();
  }

  private static int any(LoggedIn program) {
    return ThreadLocalRandom.current().nextInt(program.accounts);
  }
}

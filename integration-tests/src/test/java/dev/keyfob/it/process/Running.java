package dev.keyfob.it.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A {@code keyfob} at work. Thread-safe. */
public final class Running implements AutoCloseable {

  private final List<String> command;
  private final Process process;
  private final Duration timeout;
  private final Output stdout;
  private final Output stderr;

  Running(List<String> command, Process process, Duration timeout) {
    this.command = List.copyOf(command);
    this.process = process;
    this.timeout = timeout;
    this.stdout = Output.of(process.getInputStream());
    this.stderr = Output.of(process.getErrorStream());
  }

  /** The process, for signals. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /**
   * Waits until standard error holds a match, for example the address to open, and gives it.
   *
   * @throws AssertionError when the stream ends or the time-out passes without one
   */
  public MatchResult awaitStderr(Pattern wanted) {
    return stderr
        .await(wanted, timeout)
        .orElseThrow(
            () -> new AssertionError("no /" + wanted + "/ on standard error of " + soFar(-1)));
  }

  /** The same of standard output. */
  public MatchResult awaitStdout(Pattern wanted) {
    return stdout
        .await(wanted, timeout)
        .orElseThrow(
            () -> new AssertionError("no /" + wanted + "/ on standard output of " + soFar(-1)));
  }

  /**
   * Waits for the end; when it does not come in time, ends the process and throws {@link
   * AssertionError}.
   */
  public Result result() {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        close();
        throw new AssertionError("not finished after " + timeout + ": " + soFar(-1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: " + soFar(-1), e);
    }
    stdout.awaitEnd(timeout);
    stderr.awaitEnd(timeout);
    return soFar(process.exitValue());
  }

  private Result soFar(int exitCode) {
    return new Result(command, exitCode, stdout.text(), stderr.text());
  }

  /** Ends the process and its children, if they still run. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}

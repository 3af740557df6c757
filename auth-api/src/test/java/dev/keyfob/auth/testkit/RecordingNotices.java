package dev.keyfob.auth.testkit;

import dev.keyfob.auth.api.Notices;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Keeps what was said. Safe for use by many threads. */
public final class RecordingNotices implements Notices {
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final List<String> traces = new CopyOnWriteArrayList<>();

  @Override
  public void warn(String sentence) {
    warnings.add(sentence);
  }

  @Override
  public void trace(Supplier<String> line) {
    traces.add(line.get());
  }

  /** The warnings so far, oldest first. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The steps so far, oldest first. */
  public List<String> traces() {
    return List.copyOf(traces);
  }
}

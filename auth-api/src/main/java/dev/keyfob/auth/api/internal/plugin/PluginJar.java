package dev.keyfob.auth.api.internal.plugin;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ExtensionInfo;
import dev.keyfob.auth.api.Notices;
import dev.keyfob.auth.api.internal.plugin.PluginLayer.Unusable;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One jar of the plugin folder. It is loaded on a thread of its own, because its code runs then and
 * may never come back. Safe for use by many threads.
 */
final class PluginJar {
  private final Path file;
  private final Notices notices;
  private final Duration limit;
  private final CompletableFuture<Contents> loading = new CompletableFuture<>();
  private final AtomicBoolean told = new AtomicBoolean();
  private final long started = System.nanoTime();
  private volatile Optional<String> version = Optional.empty();

  /** What a jar brings. */
  record Contents(
      List<LoadedExtension<CredentialProvider>> providers,
      List<LoadedExtension<CredentialStoreFactory>> stores) {
    Stream<ExtensionInfo> reports() {
      return Stream.concat(
          providers.stream().map(LoadedExtension::report),
          stores.stream().map(LoadedExtension::report));
    }
  }

  private PluginJar(Path file, Duration limit, Notices notices) {
    this.file = file;
    this.limit = limit;
    this.notices = notices;
  }

  /** A jar that begins to load now. */
  static PluginJar loading(Path file, Duration limit, Notices notices) {
    PluginJar jar = new PluginJar(file, limit, notices);
    Thread.ofPlatform().daemon().name("keyfob-plugin-" + jar.name()).start(jar::load);
    return jar;
  }

  /** A jar that must not be loaded. */
  static PluginJar refused(Path file, String problem, Notices notices) {
    PluginJar jar = new PluginJar(file, Duration.ZERO, notices);
    jar.loading.complete(jar.unusable(problem));
    return jar;
  }

  String name() {
    return String.valueOf(file.getFileName());
  }

  /**
   * Whether it is known within a time what the jar brings.
   *
   * @throws AuthException.Cancelled if the thread is interrupted
   */
  boolean isKnownWithin(Duration time) {
    try {
      loading.get(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Interrupted while loading the plugin " + file + ".");
    }
  }

  /** What the jar brings. Blocks until that is known, within the limit, and tells its problems. */
  Contents contents() {
    if (!isKnownWithin(limit.minusNanos(System.nanoTime() - started))) {
      loading.complete(unusable("it was not loaded within " + limit.toSeconds() + " seconds"));
    }
    Contents contents = loading.join();
    if (told.compareAndSet(false, true)) {
      contents.reports().forEach(this::tell);
    }
    return contents;
  }

  ExtensionInfo report(
      Optional<String> id, Optional<ExtensionInfo.Kind> kind, @Nullable String problem) {
    return new ExtensionInfo(
        id, kind, file.toString(), false, version, Optional.ofNullable(problem));
  }

  private void tell(ExtensionInfo report) {
    report
        .problem()
        .ifPresent(problem -> notices.warn("The plugin " + file + " is skipped: " + problem + "."));
  }

  private void load() {
    try {
      loading.complete(read());
    } catch (Unusable e) {
      loading.complete(unusable(e.why()));
    } catch (Throwable e) { // whatever a static initialiser throws
      loading.complete(unusable(Problems.ofLoading(e)));
    }
  }

  private Contents read() throws Unusable {
    PluginLayer layer = PluginLayer.of(file);
    version = layer.version();
    Contents contents =
        new Contents(
            ServiceScan.ofJar(
                ExtensionPoint.PROVIDERS,
                ServiceLoader.load(layer.layer(), CredentialProvider.class),
                this,
                layer.layer()),
            ServiceScan.ofJar(
                ExtensionPoint.STORES,
                ServiceLoader.load(layer.layer(), CredentialStoreFactory.class),
                this,
                layer.layer()));
    if (contents.reports().findAny().isEmpty()) {
      throw new Unusable("it offers neither a provider nor a store");
    }
    return contents;
  }

  private Contents unusable(String problem) {
    return new Contents(
        List.of(new LoadedExtension<>(report(Optional.empty(), Optional.empty(), problem), null)),
        List.of());
  }
}

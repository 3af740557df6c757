package dev.keyfob.auth.api.internal.doctor;

import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.spi.support.FileFailure;
import dev.keyfob.auth.api.spi.support.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether nobody else can open what is secret, nor change what decides where secrets go. The plugin
 * folder is left to the check of the plugins: to close it would hide that somebody was there.
 *
 * @param fix whether to close what is too open
 */
public record PermissionsCheck(KeyfobDirectories directories, boolean fix) implements HealthCheck {
  private static final int ENTRIES = 50_000;

  @Override
  public String name() {
    return "permissions";
  }

  /**
   * Something that others can open.
   *
   * @param secret whether they must not even read it
   */
  private record Loose(Path path, boolean secret) {}

  @Override
  public CheckResult look() {
    if (!OwnerOnly.hasPermissions(directories.data())) {
      return CheckResult.skip(
          "This file system has no permissions; your user profile protects them.");
    }
    List<Loose> loose = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    try {
      for (Path base :
          new LinkedHashSet<>(
              List.of(directories.config(), directories.data(), directories.state()))) {
        examine(base, false, loose, refused);
      }
      walk(directories.config().resolve("profiles"), false, loose, refused);
      for (Path folder :
          List.of(
              directories.data().resolve("credentials"),
              directories.data().resolve("accounts"),
              directories.data().resolve("locks"),
              directories.state().resolve("tickets"))) {
        walk(folder, true, loose, refused);
      }
      return verdict(loose, refused);
    } catch (UncheckedIOException e) {
      return unreadable(e.getCause() == null ? e : e.getCause());
    } catch (IOException e) {
      return unreadable(e);
    }
  }

  private CheckResult verdict(List<Loose> loose, List<String> refused) throws IOException {
    if (!refused.isEmpty()) {
      return CheckResult.fail(refused.getFirst() + more(refused), "look at it, and remove it");
    }
    if (loose.isEmpty()) {
      return CheckResult.pass("Only you can access keyfob's files.");
    }
    if (!fix) {
      return CheckResult.fail(
          "Other users can open or change " + loose.getFirst().path() + more(loose) + ".",
          "keyfob doctor --fix");
    }
    for (Loose one : loose) {
      tighten(one);
    }
    return CheckResult.pass(
        "Closed to other users: " + loose.getFirst().path() + more(loose) + ".");
  }

  private static void walk(Path top, boolean secret, List<Loose> loose, List<String> refused)
      throws IOException {
    if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : (Iterable<Path>) paths.limit(ENTRIES)::iterator) {
        examine(path, secret, loose, refused);
      }
    }
  }

  private static void examine(Path path, boolean secret, List<Loose> loose, List<String> refused)
      throws IOException {
    switch (OwnerOnly.exposure(path)) {
      case NONE -> {}
      case LINK -> {
        if (secret) {
          refused.add(path + " is a symbolic link, which keyfob does not follow");
        }
      }
      case FOREIGN -> refused.add(path + " belongs to another user");
      case SHARED -> refused.add(path + " is shared by all users");
      case WRITABLE -> loose.add(new Loose(path, secret));
      case READABLE -> {
        if (secret) {
          loose.add(new Loose(path, true));
        }
      }
    }
  }

  private static void tighten(Loose loose) throws IOException {
    Set<PosixFilePermission> left =
        EnumSet.copyOf(Files.getPosixFilePermissions(loose.path(), LinkOption.NOFOLLOW_LINKS));
    left.removeAll(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
    if (loose.secret()) {
      left.retainAll(
          Set.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
    }
    Files.setPosixFilePermissions(loose.path(), left);
  }

  private CheckResult unreadable(Throwable problem) {
    return CheckResult.fail(
        "Keyfob's files cannot be looked at: " + reason(problem) + ".",
        "ls -ld " + directories.data());
  }

  private static String reason(Throwable problem) {
    return problem instanceof IOException known
        ? FileFailure.reason(known)
        : problem.getClass().getSimpleName();
  }

  private static String more(List<?> found) {
    return found.size() == 1 ? "" : " (and " + (found.size() - 1) + " more)";
  }
}

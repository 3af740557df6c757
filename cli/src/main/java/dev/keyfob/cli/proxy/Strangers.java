package dev.keyfob.cli.proxy;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open. One that has not shown the secret yet may belong to a stranger:
 * when there are too many of those, the oldest gives way. Safe for use by many threads.
 */
final class Strangers {
  private final Set<ClientConnection> silent = new LinkedHashSet<>();
  private final int mostSilent;
  private final int mostKnown;
  private int known;

  Strangers(int mostSilent, int mostKnown) {
    this.mostSilent = mostSilent;
    this.mostKnown = mostKnown;
  }

  /** A new connection; gives the one to close for it, or null. */
  synchronized @Nullable ClientConnection opened(ClientConnection connection) {
    silent.add(connection);
    if (silent.size() <= mostSilent) {
      return null;
    }
    Iterator<ClientConnection> oldest = silent.iterator();
    ClientConnection first = oldest.next();
    oldest.remove();
    return first;
  }

  /** It has shown the secret; false if there are too many of its kind. */
  synchronized boolean known(ClientConnection connection) {
    if (known >= mostKnown) {
      return false;
    }
    silent.remove(connection);
    known++;
    return true;
  }

  /** It is closed. */
  synchronized void closed(ClientConnection connection, boolean wasKnown) {
    if (wasKnown) {
      known--;
    } else {
      silent.remove(connection);
    }
  }
}

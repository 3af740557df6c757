package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;

/** Where a resolved credential came from. */
@Stable
public sealed interface Origin {
  /**
   * The kind of place, as printed: {@code environment} or {@code store}.
   *
   * @return the kind
   */
  String kind();

  /**
   * The place itself: a variable's name or a store's id.
   *
   * @return the name
   */
  String name();

  /**
   * An environment variable. Its credential is never renewed or stored.
   *
   * @param variable the variable's name
   */
  record Environment(String variable) implements Origin {
    @Override
    public String kind() {
      return "environment";
    }

    @Override
    public String name() {
      return variable;
    }
  }

  /**
   * A credential store.
   *
   * @param store the store's id
   */
  record Store(String store) implements Origin {
    @Override
    public String kind() {
      return "store";
    }

    @Override
    public String name() {
      return store;
    }
  }
}

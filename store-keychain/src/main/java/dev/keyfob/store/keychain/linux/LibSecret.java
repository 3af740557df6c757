package dev.keyfob.store.keychain.linux;

import dev.keyfob.store.keychain.access.CallDeadline;
import dev.keyfob.store.keychain.access.KeychainFailure;
import dev.keyfob.store.keychain.foreign.NativeMemory;
import dev.keyfob.store.keychain.foreign.WordLibrary;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One conversation with the Secret Service: the calls to libsecret that keyfob needs, each of which
 * can be cancelled. Objects are the addresses of GObjects, and live until the end of the
 * conversation. For one thread.
 */
final class LibSecret implements AutoCloseable {
  private static final int SESSION_BUS = 2;
  private static final int SEARCH_ALL = 2;
  private static final String SCHEMA = "dev.keyfob.Credential";

  private final WordLibrary library;
  private final CallDeadline deadline;
  private final NativeMemory memory = new NativeMemory();
  private final List<Runnable> releases = new ArrayList<>();
  private final MemorySegment error = memory.allocate(Long.BYTES);
  private final long context;
  private final long cancellable;
  private final long service;

  /**
   * Connects to the service.
   *
   * @throws KeychainFailure if there is none, or it does not answer
   */
  LibSecret(WordLibrary library, CallDeadline deadline) {
    this.library = library;
    this.deadline = deadline;
    // GLib leaves work behind for a main loop, which nobody here runs: without a context of its
    // own,
    // the conversation would leave some kilobytes in the process each time.
    context = library.call("g_main_context_new");
    library.call("g_main_context_push_thread_default", context);
    cancellable = owned(library.call("g_cancellable_new"));
    deadline.onGiveUp(() -> library.call("g_cancellable_cancel", cancellable));
    try {
      service = connect();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private long connect() {
    long bus = owned(checked("g_bus_get_sync", SESSION_BUS, cancellable, at(error)));
    // Else, in a program that runs GLib's main loop, the process ends when the bus goes away.
    library.call("g_dbus_connection_set_exit_on_close", bus, 0);
    return owned(checked("secret_service_get_sync", 0, cancellable, at(error)));
  }

  /** The items that have all these attributes, unlocked ones first. */
  List<Long> search(List<String> attributes) {
    // Not with their secrets: libsecret would load those out of reach of the cancellable.
    long list =
        checked(
            "secret_service_search_sync",
            service,
            0,
            table(attributes),
            SEARCH_ALL,
            cancellable,
            at(error));
    List<Long> items = new ArrayList<>();
    for (long node = list; node != 0; node = pointer(node + Long.BYTES)) {
      items.add(owned(pointer(node)));
    }
    library.call("g_list_free", list);
    return items;
  }

  boolean isItemLocked(long item) {
    return truth(library.call("secret_item_get_locked", item));
  }

  /** A copy of an unlocked item's secret, for the caller to wipe. */
  byte[] read(long item) {
    checked("secret_item_load_secret_sync", item, cancellable, at(error));
    long value = library.call("secret_item_get_secret", item);
    if (value == 0) {
      throw new KeychainFailure(
          "The system's keychain does not give its item away.", "look at it with Seahorse");
    }
    releaseLater("secret_value_unref", value);
    MemorySegment length = memory.allocate(Long.BYTES);
    long text = library.call("secret_value_get", value, at(length));
    return NativeMemory.bytes(text, NativeMemory.word(length));
  }

  /** Replaces an unlocked item's secret. */
  void write(long item, byte[] text) {
    checked("secret_item_set_secret_sync", item, value(text), cancellable, at(error));
  }

  /** Creates an item in the default collection, or replaces the one of the same attributes. */
  void create(String label, List<String> attributes, byte[] text) {
    checked(
        "secret_service_store_sync",
        service,
        0,
        table(attributes),
        0,
        at(memory.text(label)),
        value(text),
        cancellable,
        at(error));
  }

  void delete(long item) {
    checked("secret_item_delete_sync", item, cancellable, at(error));
  }

  /** An attribute of an item. */
  Optional<String> attribute(long item, String name) {
    long table = library.call("secret_item_get_attributes", item);
    releaseLater("g_hash_table_unref", table);
    long text = library.call("g_hash_table_lookup", table, at(memory.text(name)));
    return text == 0 ? Optional.empty() : Optional.of(text(text));
  }

  /** The collection that new items go to; 0 if there is none. */
  long defaultCollection() {
    return owned(
        checked(
            "secret_collection_for_alias_sync",
            service,
            at(memory.text("default")),
            0,
            cancellable,
            at(error)));
  }

  boolean isCollectionLocked(long collection) {
    return truth(library.call("secret_collection_get_locked", collection));
  }

  /** Has the person choose a password for a first collection. */
  void createDefaultCollection() {
    owned(
        checked(
            "secret_collection_create_sync",
            service,
            at(memory.text("Default keyring")),
            at(memory.text("default")),
            0,
            cancellable,
            at(error)));
  }

  /**
   * Has the person unlock an item or a collection.
   *
   * @return whether it is unlocked now
   */
  boolean unlock(long object) {
    long list = library.call("g_list_append", 0, object);
    releaseLater("g_list_free", list);
    return (int) checked("secret_service_unlock_sync", service, list, cancellable, 0, at(error))
        > 0;
  }

  @Override
  public void close() {
    // From here on a late cancellation would touch what is no longer there.
    deadline.done();
    for (Runnable release : releases.reversed()) {
      release.run();
    }
    releases.clear();
    while (truth(library.call("g_main_context_iteration", context, 0))) {}
    library.call("g_main_context_pop_thread_default", context);
    library.call("g_main_context_unref", context);
    memory.close();
  }

  /** GLib's hash table does not copy its texts: they stay until the conversation ends. */
  private long table(List<String> attributes) {
    long table =
        library.call(
            "g_hash_table_new", library.address("g_str_hash"), library.address("g_str_equal"));
    releaseLater("g_hash_table_unref", table);
    insert(table, "xdg:schema", SCHEMA);
    for (int i = 0; i < attributes.size(); i += 2) {
      insert(table, attributes.get(i), attributes.get(i + 1));
    }
    return table;
  }

  private void insert(long table, String name, String value) {
    library.call("g_hash_table_insert", table, at(memory.text(name)), at(memory.text(value)));
  }

  /** A secret in memory that libsecret keeps from being swapped out, where the system allows it. */
  private long value(byte[] text) {
    MemorySegment copy = memory.copy(text);
    long value =
        library.call("secret_value_new", at(copy), text.length, at(memory.text("text/plain")));
    copy.fill((byte) 0);
    releaseLater("secret_value_unref", value);
    return value;
  }

  private long owned(long object) {
    if (object != 0) {
      releaseLater("g_object_unref", object);
    }
    return object;
  }

  private void releaseLater(String function, long address) {
    releases.add(() -> library.call(function, address));
  }

  /** Makes a call that may leave an error. */
  private long checked(String function, long... arguments) {
    long result = library.call(function, arguments);
    long found = NativeMemory.word(error);
    if (found == 0) {
      return result;
    }
    error.fill((byte) 0);
    // struct GError { guint32 domain; gint code; gchar *message; }
    var fields = NativeMemory.words(NativeMemory.at(found, 2 * Long.BYTES));
    int code = fields.getInt(Integer.BYTES);
    String domain = text(library.call("g_quark_to_string", fields.getInt(0)));
    library.call("g_error_free", found);
    // The service may have been replaced; the next conversation starts anew.
    library.call("secret_service_disconnect");
    throw SecretServiceErrors.failure(domain, code);
  }

  private String text(long address) {
    return new String(
        NativeMemory.bytes(address, library.call("strlen", address)), StandardCharsets.UTF_8);
  }

  private static long pointer(long address) {
    return NativeMemory.word(NativeMemory.at(address, Long.BYTES));
  }

  private static boolean truth(long result) {
    return (int) result != 0;
  }

  private static long at(MemorySegment segment) {
    return segment.address();
  }
}

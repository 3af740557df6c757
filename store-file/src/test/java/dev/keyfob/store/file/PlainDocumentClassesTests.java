package dev.keyfob.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.support.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command pays for the classes it loads, and hardly any needs cryptography. */
class PlainDocumentClassesTests {
  private static final AccountKey KEY = AccountKey.of("acme");

  @TempDir Path directory;

  @Test
  void findAndPut_plainDocument_loadNoBouncyCastle() throws Exception {
    Recorder loaded = new Recorder();
    use(loaded, new Home(directory));
    assertEquals(Set.of(), loaded.names("org.bouncycastle."));
    assertEquals(Set.of(), loaded.names("java.security.SecureRandom"));
  }

  @Test
  void findAndPut_sealedDocument_loadIt() throws Exception {
    Recorder loaded = new Recorder();
    Home home = new Home(directory).with("KEYFOB_PASSPHRASE", "correct horse");
    home.store().put(KEY, CredentialDocument.EMPTY);
    use(loaded, home);
    assertTrue(loaded.names("org.bouncycastle.").size() > 5);
  }

  private static void use(Recorder loaded, Home home) throws Exception {
    CredentialStoreFactory factory =
        (CredentialStoreFactory)
            loaded.loadClass(FileStoreFactory.class.getName()).getConstructor().newInstance();
    CredentialStore store = factory.open(home.context(Home.PROFILE));
    store.put(KEY, CredentialDocument.of(JsonText.parseObject("{\"api_key\":\"k-12345678\"}")));
    assertTrue(factory.open(home.context(Home.PROFILE)).find(KEY).isPresent());
  }

  /** Loads the store's classes anew and notes what they ask for. */
  private static final class Recorder extends ClassLoader {
    private final Set<String> asked = new TreeSet<>();

    Recorder() {
      super(FileStoreFactory.class.getClassLoader());
    }

    Set<String> names(String prefix) {
      Set<String> names = new TreeSet<>(asked);
      names.removeIf(name -> !name.startsWith(prefix));
      return names;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      asked.add(name);
      if (!name.startsWith("dev.keyfob.store.file.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (@Nullable InputStream in =
          FileStoreFactory.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}

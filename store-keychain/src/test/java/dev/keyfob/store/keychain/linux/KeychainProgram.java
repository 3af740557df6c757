package dev.keyfob.store.keychain.linux;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.CredentialDocument;
import dev.keyfob.auth.api.spi.Availability;
import dev.keyfob.auth.api.spi.CredentialStore;
import dev.keyfob.auth.api.spi.support.JsonText;
import dev.keyfob.auth.testkit.FakeInteraction;
import dev.keyfob.store.keychain.KeychainStoreFactory;
import dev.keyfob.store.keychain.Opened;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Uses the keychain as its standard input says: a line {@code COMMAND PROFILE ACCOUNT [JSON]} in, a
 * line with the outcome out. It is a program because libsecret takes the session from the process's
 * own environment, once.
 */
public final class KeychainProgram {
  private final CredentialStore store;
  private final FakeInteraction interaction;

  private KeychainProgram(FakeInteraction interaction) {
    this.interaction = interaction;
    Map<String, String> environment = System.getenv();
    store =
        new KeychainStoreFactory()
            .open(Opened.context(environment, Path.of(environment.get("HOME")), interaction));
  }

  /** Runs until standard input ends. The argument {@code person} has somebody sit there. */
  public static void main(String[] args) throws IOException {
    KeychainProgram program =
        new KeychainProgram(
            args.length > 0 && args[0].equals("person")
                ? FakeInteraction.person()
                : FakeInteraction.script());
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    out.println("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(program.outcome(line.split(" ", 4)));
    }
  }

  private String outcome(String[] words) {
    try {
      return run(words);
    } catch (AuthException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage() + " -> " + e.hint().orElse("");
    }
  }

  private String run(String[] words) {
    AccountKey key = new AccountKey(words[1], words[2]);
    return switch (words[0]) {
      case "availability" -> {
        Availability answer = store.availability();
        yield answer.available()
            ? "available"
            : "not available: " + answer.reason().orElse("") + " -> " + answer.remedy().orElse("");
      }
      case "find" -> store.find(key).map(found -> JsonText.compact(found.json())).orElse("nothing");
      case "put" -> {
        store.put(key, CredentialDocument.of(JsonText.parseObject(words[3])));
        yield "done";
      }
      case "delete" -> store.delete(key) ? "deleted" : "nothing";
      case "list" ->
          store.list(words[1]).stream()
              .map(AccountKey::account)
              .sorted()
              .collect(Collectors.joining(",", "[", "]"));
      case "writable" -> {
        store.requireWritable(key);
        yield "writable";
      }
      case "aside" -> store.setAside(key).orElse("nothing");
      case "shown" -> String.join("|", interaction.shown());
      default -> throw new IllegalArgumentException(words[0]);
    };
  }
}
